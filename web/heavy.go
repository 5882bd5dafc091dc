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
// not hold up the other.
var paperTurns = halfOf(runtime.NumCPU())

// inTurn lets a handler make its paper when it is its turn. To send it takes as long as its reader needs,
// and nobody else waits for that.
func inTurn(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		end, err := paperTurns.take(c.Request().Context())
		if err != nil {
			return err
		}
		defer end()
		c.Response().Before(end)
		return next(c)
	}
}
