package db

import "runtime"

// AwaitQueue returns once n changes wait for the writer.
func (s *Store) AwaitQueue(n int) {
	for {
		s.queue.mu.Lock()
		waiting := len(s.queue.list)
		s.queue.mu.Unlock()
		if waiting == n {
			return
		}
		runtime.Gosched()
	}
}
