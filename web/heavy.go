package web

import (
	"context"
	"runtime"
	"sync"

	"github.com/labstack/echo/v4"
)

// semaphore let only so many do heavy work at once, so that pages find a processor free.
type semaphore chan struct{}

// halfOf gives turns for half of the processors, at least one.
func halfOf(processors int) semaphore { return make(semaphore, max(1, processors/2)) }

// take waits for a turn, as long as whoever needs it is there, and gives what ends it.
func (t semaphore) take(ctx context.Context) (end func(), err error) {
	select {
	case t <- struct{}{}:
		return sync.OnceFunc(func() { <-t }), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Papers and sheets are made in turns, apart from those in which passwords are hashed (db.PasswordTurn): the one must
// not hold up the other. What takes seconds, such as dossiers and ledgers, has turns of its own, so that a customer at the
// counter never waits for it with a receipt.
var (
	paperTurns = halfOf(runtime.NumCPU())
	bulkyTurns = halfOf(runtime.NumCPU())
)

// A person makes one bulky paper at a time; a few more wait behind it and hold up nobody else.
const bulkyAtOnce, bulkyWait = 1, 4

// inTurn lets a handler make its paper when it is its turn. To send it takes as long as its reader needs,
// and nobody else waits for that.
func inTurn(next echo.HandlerFunc, take func(c echo.Context) (end func(), err error)) echo.HandlerFunc {
	return func(c echo.Context) error {
		end, err := take(c)
		if err != nil {
			return err
		}
		defer end()
		c.Response().Before(end)
		return next(c)
	}
}

func paperTurn(c echo.Context) (end func(), err error) { return paperTurns.take(c.Request().Context()) }

// bulkyTurn is a turn for what takes seconds: first among the person's own, then among all.
func (s *Server) bulkyTurn(c echo.Context) (end func(), err error) {
	ctx := c.Request().Context()
	leave, err := s.bulky.enter(ctx, accountOf(c), bulkyAtOnce, bulkyWait)
	if err != nil {
		return nil, err
	}
	turn, err := bulkyTurns.take(ctx)
	if err != nil {
		leave()
		return nil, err
	}
	return func() { turn(); leave() }, nil
}
