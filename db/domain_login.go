package db

import (
	"context"
	"time"

	"huiyin/huiyin"
)

const domainSetting = "domain_login"

// DomainLogin is how people log in with their account of the domain, as it stands now. It is never changed in place.
func (s *Store) DomainLogin() *huiyin.DomainLogin { return s.domain.Load() }

func (s *Store) loadDomainLogin(q querier) (*huiyin.DomainLogin, error) {
	d := huiyin.DefaultDomainLogin()
	lost, err := s.keys.loadSecretSetting(q, domainSetting, d)
	if err != nil {
		return nil, err
	}
	d.On = d.On && len(lost) == 0 // some directories take a name without a password
	return d, nil
}

// ChangeDomainLogin lets fn change how people log in with their account of the domain, with its journal entries
// (rule J1).
func (s *Store) ChangeDomainLogin(ctx context.Context, once Once, fn func(*huiyin.DomainLogin) error) error {
	changed, ok, err := changeSetting(ctx, s, once, domainSetting, s.loadDomainLogin, fn, nil)
	if ok {
		s.domain.Store(changed)
	}
	return err
}

// FollowDomain brings what is kept of a person in line with what the domain says, where it differs; one who is not
// known gets an account, and their address for notices. Who may not come in is refused, and who has no account before
// a second word is told so (rule P10).
func (s *Store) FollowDomain(ctx context.Context, now time.Time, d *huiyin.DomainLogin, p huiyin.DomainPerson) error {
	org := s.Org()
	behind, err := d.Behind(org, now, p)
	if err != nil {
		return err
	}
	isNew := org.Person(p.Account) == nil
	if behind {
		if err := s.ChangeOrg(ctx, Once{}, func(o *huiyin.Org) error { return o.FollowDomain(now, d, p) }); err != nil {
			return err
		}
		org = s.Org()
	}
	by := huiyin.Actor{Person: org.Person(p.Account), Org: org}
	if by.Person == nil {
		return huiyin.Conflict("您的职务等待管理员或副总经理确认，确认之后再登录。")
	}
	if mail := p.MailOf(); mail != "" && (isNew || org.OpenedByDomain(p.Account)) {
		return s.firstMail(ctx, by, now, mail)
	}
	return nil
}

// firstMail notes a person's address for notices, unless they have said themselves how they want to be told.
func (s *Store) firstMail(ctx context.Context, by huiyin.Actor, now time.Time, mail string) error {
	kept, err := notificationPreferences(reader{ctx, s}, []any{by.Account})
	if _, said := kept[by.Account]; err != nil || said {
		return err
	}
	return s.SetNotificationPreferences(ctx, Once{}, by, now, huiyin.NotificationPreferences{Mail: mail})
}
