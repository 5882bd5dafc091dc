package main

import (
	"runtime/debug"
	"testing"
	"testing/fstest"
)

// The machine's memory is what the least of all that limit it leaves.
func TestServe_TheMachinesMemory(t *testing.T) {
	const total = "MemTotal:        8000000 kB\nMemFree:          100 kB\n"
	for name, tt := range map[string]struct {
		files map[string]string
		want  int64
	}{
		"nothing says so": {nil, 0},
		"the machine":     {map[string]string{"proc/meminfo": total}, 8000000 << 10},
		"no sense":        {map[string]string{"proc/meminfo": "MemTotal: x kB\n", "proc/self/cgroup": "a\n0::/../..\n"}, 0},
		"a unit": {map[string]string{"proc/meminfo": total, "proc/self/cgroup": "0::/system.slice/huiyin.service\n",
			"sys/fs/cgroup/system.slice/huiyin.service/memory.max": "2147483648\n",
			"sys/fs/cgroup/system.slice/memory.max":                "max\n"}, 2 << 30},
		"a slice above it": {map[string]string{"proc/meminfo": total, "proc/self/cgroup": "0::/a/b\n",
			"sys/fs/cgroup/a/b/memory.max": "max\n", "sys/fs/cgroup/a/memory.max": "1073741824\n"}, 1 << 30},
		"a container": {map[string]string{"proc/meminfo": total, "proc/self/cgroup": "0::/\n",
			"sys/fs/cgroup/memory.max": "536870912\n"}, 512 << 20},
		"the older groups": {map[string]string{"proc/meminfo": total, "proc/self/cgroup": "4:cpu,memory:/x\n",
			"sys/fs/cgroup/memory/x/memory.limit_in_bytes": "1073741824\n",
			"sys/fs/cgroup/memory/memory.limit_in_bytes":   "9223372036854771712\n"}, 1 << 30},
	} {
		root := fstest.MapFS{}
		for file, content := range tt.files {
			root[file] = &fstest.MapFile{Data: []byte(content)}
		}
		if got := machineMemory(root); got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
	before := debug.SetMemoryLimit(-1)
	defer debug.SetMemoryLimit(before)
	machine := fstest.MapFS{"proc/meminfo": &fstest.MapFile{Data: []byte(total)}}
	if limitMemory(machine, func(string) string { return "1GiB" }); debug.SetMemoryLimit(-1) != before {
		t.Error("what the operator set is changed")
	}
	if limitMemory(machine, func(string) string { return "" }); debug.SetMemoryLimit(-1) != 6000000<<10 {
		t.Errorf("%d", debug.SetMemoryLimit(-1))
	}
}
