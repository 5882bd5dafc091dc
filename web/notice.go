package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/views/notices"
)

// mostNotices is how many records with notices a page shows.
const mostNotices = 50

// noticeRoutes are the notices of a person.
func (s *Server) noticeRoutes() []route {
	return []route{
		{get, "/notices", huiyin.SignedIn, s.notices, nil, 0},
		{post, "/notices/seen", huiyin.SignedIn, s.seeNotices, nil, 0},
		{get, "/notices/unread", huiyin.SignedIn, s.unread, nil, watches},
		{get, "/notices/stream", huiyin.SignedIn, s.noticeStream, nil, watches},
	}
}

func (s *Server) notices(c echo.Context) error {
	before, err := strconv.ParseInt(c.QueryParam("before"), 10, 64)
	if err != nil || before < 0 {
		before = 0
	}
	ctx, by := c.Request().Context(), actor(c)
	rows, err := s.store.NoticeCases(ctx, by, before, mostNotices+1)
	if err != nil {
		return err
	}
	d, err := s.store.Desk(ctx, by, s.Now(), mostNotices)
	if err != nil {
		return err
	}
	v := notices.View{Page: s.page(c, "通知"), Org: by.Org, Tab: c.QueryParam("tab"), Newest: before == 0}
	if len(rows) > mostNotices {
		rows = rows[:mostNotices]
		v.Older = rows[mostNotices-1].Notices[0].ID
	}
	waits := d.Numbers()
	for _, w := range by.Org.SecondWordsFor(by.Account, s.Now()) {
		waits[w.Account] = true
	}
	for _, r := range rows {
		told := notices.Case{Notices: r.Notices, Case: r.Case}
		if waits[r.Notices[0].Number] && told.Asks() {
			v.ToDo = append(v.ToDo, told)
		} else {
			v.Known = append(v.Known, told)
		}
	}
	return s.render(c, http.StatusOK, notices.NoticesPage(v))
}

type seenForm struct {
	UpTo int64 `form:"up_to"`
}

func (s *Server) seeNotices(c echo.Context) error {
	var f seenForm
	if err := s.bind(c, &f); err != nil {
		return err
	}
	if err := s.store.SeeNotices(c.Request().Context(), accountOf(c), f.UpTo); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/notices")
}

// unread tells a browser that cannot keep a stream how many notices are unread.
func (s *Server) unread(c echo.Context) error {
	n, err := s.store.Unseen(c.Request().Context(), actor(c))
	if err != nil {
		return err
	}
	return c.String(http.StatusOK, strconv.Itoa(n))
}

// A stream lives this long before the browser opens it anew, and says this often that it lives.
const (
	longestStream = 30 * time.Minute
	streamBeat    = 25 * time.Second
)

// stillIn tells whether the session of a request that stays open has not ended meanwhile.
func (s *Server) stillIn(c echo.Context) bool {
	row, ok := c.Get(sessionKey).(*db.Session)
	if !ok {
		return false
	}
	now, err := s.store.Session(c.Request().Context(), row.ID)
	p := s.store.Org().Person(row.Account)
	return err == nil && now != nil && p != nil && !p.Disabled && lives(s.store.Org(), now, s.Wall())
}

// noticeStream tells a browser how many notices are unread, at once and whenever that changes, as
// server-sent events. A browser that cannot keep it open asks again by itself.
func (s *Server) noticeStream(c echo.Context) error {
	ctx, by := c.Request().Context(), actor(c)
	news, stop := s.store.Listen(by.Account)
	defer stop()
	h := c.Response().Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no")
	closed, done := s.streams.open(streamOf(c))
	defer done()
	c.Response().WriteHeader(http.StatusOK)
	beat, end := time.NewTicker(streamBeat), time.NewTimer(longestStream)
	defer beat.Stop()
	defer end.Stop()
	for {
		if !s.stillIn(c) {
			return nil
		}
		n, err := s.store.Unseen(ctx, by)
		if err != nil {
			return nil // the browser asks again
		}
		alarms, err := s.store.AlarmState(ctx, by)
		if err != nil {
			return nil
		}
		if _, err := fmt.Fprintf(c.Response(), "event: unread\ndata: %d\n\nevent: alarms\ndata: %s\n\n", n,
			alarms); err != nil {
			return nil
		}
		c.Response().Flush()
		select {
		case <-news:
		case <-beat.C:
		case <-ctx.Done():
			return nil
		case <-end.C:
			return nil
		case <-closed:
			return nil
		}
	}
}

// mostStreams are open at once for one session: a window that is seen keeps one, and a browser has no more
// than six connections for a portal without TLS.
const mostStreams = 12

// openStreams are those of notices by session, oldest first.
type openStreams struct {
	mu    sync.Mutex
	of    map[string][]chan struct{}
	ended bool // the portal stops
}

func streamOf(c echo.Context) string {
	row, _ := c.Get(sessionKey).(*db.Session) // the guard has let in nobody without
	return row.ID
}

// open gives what is closed when the stream has to end: because the portal stops, or because it is the
// oldest of too many.
func (st *openStreams) open(session string) (closed <-chan struct{}, done func()) {
	st.mu.Lock()
	defer st.mu.Unlock()
	mine := make(chan struct{})
	if st.ended {
		close(mine)
		return mine, func() {}
	}
	if st.of == nil {
		st.of = map[string][]chan struct{}{}
	}
	all := st.of[session]
	if len(all) >= mostStreams {
		close(all[0])
		all = all[1:]
	}
	st.of[session] = append(slices.Clone(all), mine)
	return mine, func() {
		st.mu.Lock()
		defer st.mu.Unlock()
		if st.ended {
			return
		}
		left := slices.DeleteFunc(st.of[session], func(c chan struct{}) bool { return c == mine })
		if st.of[session] = left; len(left) == 0 {
			delete(st.of, session)
		}
	}
}

// Leave is told when the portal begins to stop: it ends all streams, so that nobody's open page is waited for,
// and lets no more files be begun.
func (s *Server) Leave() {
	s.downloads.leave()
	st := &s.streams
	st.mu.Lock()
	defer st.mu.Unlock()
	for _, all := range st.of {
		for _, c := range all {
			close(c)
		}
	}
	st.of, st.ended = nil, true
}
