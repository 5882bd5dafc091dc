package db

import (
	"database/sql"
	"fmt"
	"strings"

	"huiyin/huiyin"
)

// sealedPart is rows that the journal seals besides records and the company.
type sealedPart struct {
	name, query string
	cols        []string
}

// credentialParts are what people prove themselves by: passwords, second factors in use, recovery codes.
func credentialParts() []sealedPart {
	return []sealedPart{
		{"person", "SELECT account, password, CAST(given AS TEXT) FROM person ORDER BY account",
			[]string{"account", "password", "given"}},
		{"second_factor", "SELECT account, secret, CAST(since AS TEXT) FROM second_factor WHERE since > 0 " +
			"ORDER BY account",
			[]string{"account", "secret", "since"}},
		{"recovery_code", "SELECT account, hash, '' FROM recovery_code ORDER BY account, hash",
			[]string{"account", "hash", "none"}},
	}
}

// settingParts are how the portal is bound to other machines: where messages go, who vouches for people, where backups
// go and to which key they are sealed; and the addresses to which people have their notices sent.
func settingParts() []sealedPart {
	return []sealedPart{
		{"setting", "SELECT name, value, '' FROM setting WHERE name IN ('" + deliverySetting + "', '" + domainSetting +
			"', '" + backupSetting + "') ORDER BY name", []string{"name", "value", "none"}},
		{"reach", "SELECT account, mail, quiet_from || ' ' || quiet_to || ' ' || daily || ' ' || digest FROM reach " +
			"ORDER BY account", []string{"account", "mail", "when"}},
	}
}

func sumParts(q querier, parts []sealedPart) (string, error) {
	h := newSum()
	for _, part := range parts {
		err := q.query(part.query, nil, func(rows *sql.Rows) error {
			for rows.Next() {
				var a, b, c string
				if err := rows.Scan(&a, &b, &c); err != nil {
					return err
				}
				sumRow(h, part.name, part.cols, []any{a, b, c})
			}
			return nil
		})
		if err != nil {
			return "", fmt.Errorf("%s: %w", part.name, err)
		}
	}
	return hexSum(h), nil
}

// credentialSum is the fingerprint of credentials and of those settings (rule J2). The journal seals it with every entry
// that goes with a change of them, so that none can be changed from outside. In an entry it stands after a colon, behind
// the company's fingerprint where there is one.
func credentialSum(q querier) (string, error) {
	credentials, err := sumParts(q, credentialParts())
	if err != nil {
		return "", err
	}
	settings, err := sumParts(q, settingParts())
	return ":" + credentials + ":" + settings, err
}

// appendSealed is append for an entry that goes with a change of credentials.
func (t *tx) appendSealed(entries ...huiyin.Entry) error {
	sum, err := credentialSum(t)
	if err != nil {
		return err
	}
	return t.append(entries, sum)
}

// sealed takes an entry's fingerprint apart.
func (v *Verdict) sealed(sum string, company *string) {
	own, rest, some := strings.Cut(sum, ":")
	if own != "" {
		*company = own
	}
	if some {
		v.credentials, v.settings, _ = strings.Cut(rest, ":")
	}
}

// verifyCredentials compares them with what the journal last sealed. An older huiyin has sealed none, or no settings.
func verifyCredentials(q querier, v *Verdict) error {
	for _, k := range []struct {
		sealed, differ string
		parts          []sealedPart
	}{
		{v.credentials, "passwords, second factors or recovery codes differ", credentialParts()},
		{v.settings, "where messages, log-ins by domain or backups go, or to which addresses notices, differs",
			settingParts()},
	} {
		if k.sealed == "" {
			continue
		}
		sum, err := sumParts(q, k.parts)
		if err != nil {
			return err
		}
		if sum != k.sealed {
			v.wrong("%s from what the journal last sealed", k.differ)
		}
	}
	return nil
}
