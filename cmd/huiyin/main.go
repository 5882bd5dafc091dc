// Command huiyin runs the complaint portal and looks after its data.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	_ "time/tzdata" // Asia/Shanghai, also where the machine knows no zones

	"huiyin/web/scan"
)

// command is one row of the table below. Its flags declare themselves on the set that is handed in
// and give back what the command then does with its arguments.
type command struct {
	name  string
	args  []string // names of the arguments, all of them needed
	about string
	flags func(*flag.FlagSet) action
}

// action is a command at work. Its error is the one line on standard error.
type action func(ctx context.Context, con console, args []string) error

// console is what a command reads and writes.
type console struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
}

var commands = []command{
	{"serve", nil, "serve the portal", serveFlags},
	{"demo", nil, "fill an empty installation with the demo company", demoFlags},
	{"admin", nil, "make the first administrator of an empty installation", adminFlags},
	{"confirm", nil, "confirm a change of rights where nobody else can, or list those that wait", confirmFlags},
	{"backup", []string{"FILE"}, "write the whole installation into one file, also while it serves", backupFlags},
	{"restore", []string{"FILE"}, "bring a backup back into an empty directory", restoreFlags},
	{"try-restore", []string{"FILE"}, "rehearse a restore in a temporary place: verify, count, remove",
		tryRestoreFlags},
	{"seal-key", []string{"FILE"}, "make a key for sealed backups: the secret one into FILE", sealKeyFlags},
	{"import", []string{"FILE"}, "bring in the lines of an old register, .xlsx or .csv", importFlags},
	{"export", []string{"FILE"}, "write the complaints into .xlsx or .csv, as import reads them", exportFlags},
	{"cert", nil, "make or renew a certificate for HTTPS with an authority of the company's own", certFlags},
	{"service", []string{"install|remove|status"}, "have this machine run the portal, from its start on", serviceFlags},
	{"verify", nil, "prove that nothing was changed behind the journal", verifyFlags},
	{"version", nil, "tell the version", versionFlags},
}

func main() {
	if len(os.Args) == 3 && os.Args[1] == scan.Subcommand { // one of the portal's own, with nothing of a command about it
		if err := scan.Serve(os.Stdin, os.Stdout, os.Args[2]); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	if code, done := underManager(os.Args[1:]); done {
		os.Exit(code)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	os.Exit(run(ctx, console{os.Stdin, os.Stdout, os.Stderr, os.Getenv}, os.Args[1:]))
}

// run carries out a command line and gives the exit status: 0, or 1 after one line on standard error.
func run(ctx context.Context, con console, args []string) int {
	if err := carryOut(ctx, con, args); err != nil {
		fmt.Fprintln(con.err, "huiyin: "+
			strings.Join(strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' }), "; "))
		return 1
	}
	return 0
}

func carryOut(ctx context.Context, con console, args []string) error {
	if len(args) == 0 {
		return errors.New("a command is missing; huiyin help lists them")
	}
	name, args := args[0], args[1:]
	if name == "help" || name == "-h" || name == "-help" || name == "--help" {
		return help(con.out)
	}
	i := slices.IndexFunc(commands, func(c command) bool { return c.name == name })
	if i < 0 {
		return fmt.Errorf("there is no command %q; huiyin help lists them", name)
	}
	c := commands[i]
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	act := c.flags(fs)
	rest, err := parse(fs, con.env, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return c.help(con.out, fs)
	case err == nil && len(rest) < len(c.args):
		err = fmt.Errorf("%s is missing", c.args[len(rest)])
	case err == nil && len(rest) > len(c.args):
		err = fmt.Errorf("%q is one argument too many", rest[len(c.args)])
	}
	if err == nil {
		err = act(ctx, con, rest)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// parse sets each flag from its environment twin, then from the line, where flags may stand before,
// between and after the arguments. What follows "--" are arguments.
func parse(fs *flag.FlagSet, env func(string) string, args []string) (rest []string, err error) {
	fs.VisitAll(func(f *flag.Flag) {
		if v := env(twin(f.Name)); v != "" && err == nil {
			if wrong := fs.Set(f.Name, v); wrong != nil {
				err = fmt.Errorf("%s: %w", twin(f.Name), wrong)
			}
		}
	})
	for err == nil && len(args) > 0 {
		if err = fs.Parse(args); err != nil {
			break
		}
		read := len(args) - fs.NArg()
		if read > 0 && args[read-1] == "--" {
			return append(rest, fs.Args()...), nil
		}
		if args = fs.Args(); len(args) > 0 {
			rest, args = append(rest, args[0]), args[1:]
		}
	}
	return rest, err
}

// twin is the environment variable that stands for a flag: tls-cert → HUIYIN_TLS_CERT.
func twin(flag string) string {
	return "HUIYIN_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// dataFlag declares the flag that most commands need.
func dataFlag(fs *flag.FlagSet) *string {
	return fs.String("data", "", "the data `directory`")
}

// needData refuses a line without a data directory.
func needData(data string) error {
	if data == "" {
		return errors.New("--data DIR is missing")
	}
	return nil
}

func help(w io.Writer) error {
	var b strings.Builder
	b.WriteString("huiyin 回音, the complaint portal\n\n")
	for _, c := range commands {
		fmt.Fprintf(&b, "  huiyin %-16s %s\n", strings.Join(append([]string{c.name}, c.args...), " "), c.about)
	}
	b.WriteString("\nhuiyin COMMAND --help lists a command's flags. Each flag has a twin in the environment: " +
		"HUIYIN_DATA for --data.\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func (c command) help(w io.Writer, fs *flag.FlagSet) error {
	var b strings.Builder
	fmt.Fprintf(&b, "huiyin %s: %s\n\n", strings.Join(append([]string{c.name}, c.args...), " "), c.about)
	fs.VisitAll(func(f *flag.Flag) {
		value, usage := flag.UnquoteUsage(f)
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" {
			usage += " (default " + f.DefValue + ")"
		}
		fmt.Fprintf(&b, "  --%-22s %-18s %s\n", strings.TrimSpace(f.Name+" "+value), twin(f.Name), usage)
	})
	_, err := io.WriteString(w, b.String())
	return err
}
