package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// A browser is Chromium without a window, told what to do through a pipe by the
// DevTools protocol. It may read files and reach nothing else.
type browser struct {
	t       *testing.T
	in      io.Writer
	answers chan message
	next    int
	session string

	said    []string // errors and warnings of the console, and exceptions
	fetched []string // addresses that pages asked for
}

type message struct {
	ID        int             `json:"id,omitempty"`
	Method    string          `json:"method,omitempty"`
	Params    json.RawMessage `json:"params,omitempty"`
	Result    json.RawMessage `json:"result,omitempty"`
	Error     json.RawMessage `json:"error,omitempty"`
	SessionID string          `json:"sessionId,omitempty"`
}

// missing skips a test that needs a program, or fails where all must be there.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("PAPERSETTER_NO_SKIP") != "" {
		t.Fatal(what + " is not installed")
	}
	t.Skip(what + " is not installed")
}

func newBrowser(t *testing.T) *browser {
	t.Helper()
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		missing(t, "chromium")
	}
	theirIn, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	out, theirOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	profile, err := os.MkdirTemp("", "papersetter-browser-")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-extensions", "--window-size=1280,900", "--user-data-dir="+profile, "--remote-debugging-pipe", "about:blank")
	cmd.ExtraFiles = []*os.File{theirIn, theirOut} // 3 and 4, where Chromium looks for them
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	theirIn.Close()
	theirOut.Close()
	b := &browser{t: t, in: in, answers: make(chan message, 1000)}
	go func() {
		defer close(b.answers)
		r := bufio.NewReaderSize(out, 1<<20)
		for {
			line, err := r.ReadBytes(0)
			if err != nil {
				return
			}
			var m message
			if json.Unmarshal(line[:len(line)-1], &m) == nil {
				b.answers <- m
			}
		}
	}()
	t.Cleanup(func() {
		in.Close() // the browser ends when nobody speaks to it any more
		ended := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		ended.Stop()
		out.Close()
		for range 20 { // its helpers write for a moment longer
			if os.RemoveAll(profile) == nil {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
	})
	var target struct{ TargetID string }
	b.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	b.session = attached.SessionID
	for _, domain := range []string{"Page", "Runtime", "Log", "Network"} {
		b.call(domain+".enable", map[string]any{}, nil)
	}
	return b
}

// call sends a command and waits for its answer; events that come before are
// noted.
func (b *browser) call(method string, params, result any) {
	b.t.Helper()
	b.next++
	data, err := json.Marshal(params)
	if err != nil {
		b.t.Fatal(err)
	}
	line, err := json.Marshal(message{ID: b.next, Method: method, Params: data, SessionID: b.session})
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.in.Write(append(line, 0)); err != nil {
		b.t.Fatal(err)
	}
	m := b.wait(func(m *message) bool { return m.ID == b.next })
	if m.Error != nil {
		b.t.Fatalf("%s: %s", method, m.Error)
	}
	if result != nil {
		if err := json.Unmarshal(m.Result, result); err != nil {
			b.t.Fatal(err)
		}
	}
}

func (b *browser) wait(is func(*message) bool) *message {
	b.t.Helper()
	late := time.After(2 * time.Minute)
	for {
		select {
		case m, ok := <-b.answers:
			if !ok {
				b.t.Fatal("the browser is gone")
			}
			b.event(&m)
			if is(&m) {
				return &m
			}
		case <-late:
			b.t.Fatal("the browser does not answer")
		}
	}
}

func (b *browser) event(m *message) {
	switch m.Method {
	case "Runtime.exceptionThrown", "Log.entryAdded":
		b.said = append(b.said, string(m.Params))
	case "Runtime.consoleAPICalled":
		var p struct{ Type string }
		if json.Unmarshal(m.Params, &p) == nil && (p.Type == "error" || p.Type == "warning") {
			b.said = append(b.said, string(m.Params))
		}
	case "Network.requestWillBeSent":
		var p struct{ Request struct{ URL string } }
		if json.Unmarshal(m.Params, &p) == nil {
			b.fetched = append(b.fetched, p.Request.URL)
		}
	}
}

// open shows a file and waits until all of it is there.
func (b *browser) open(file string) {
	b.t.Helper()
	abs, err := filepath.Abs(file)
	if err != nil {
		b.t.Fatal(err)
	}
	b.call("Page.navigate", map[string]any{"url": "file://" + filepath.ToSlash(abs)}, nil)
	b.wait(func(m *message) bool { return m.Method == "Page.loadEventFired" })
}

// eval runs a script in the page and returns what it gives, which may be a
// promise.
func (b *browser) eval(script string, result any) {
	b.t.Helper()
	var answer struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	b.call("Runtime.evaluate", map[string]any{"expression": script, "awaitPromise": true, "returnByValue": true}, &answer)
	if e := answer.ExceptionDetails; e != nil {
		b.t.Fatalf("%s: %s %s", script[:min(len(script), 200)], e.Text, e.Exception.Description)
	}
	if result != nil {
		if err := json.Unmarshal(answer.Result.Value, result); err != nil {
			b.t.Fatalf("%s: %v: %s", script[:min(len(script), 200)], err, answer.Result.Value)
		}
	}
}

// text returns the text of the first element that a selector finds.
func (b *browser) text(selector string) string {
	b.t.Helper()
	var s string
	b.eval(fmt.Sprintf("document.querySelector(%q)?.innerText ?? '(no such element)'", selector), &s)
	return s
}

// click presses the mouse on the middle of the element that a script gives.
func (b *browser) click(element string) {
	b.t.Helper()
	var at struct{ X, Y float64 }
	b.eval(`(() => { const e = `+element+`; e.scrollIntoView({block: "center"}); const r = e.getBoundingClientRect(); return {X: r.x + r.width / 2, Y: r.y + r.height / 2}; })()`, &at)
	for _, kind := range []string{"mousePressed", "mouseReleased"} {
		b.call("Input.dispatchMouseEvent", map[string]any{"type": kind, "x": at.X, "y": at.Y, "button": "left", "clickCount": 1}, nil)
	}
	b.eval("new Promise(done => requestAnimationFrame(() => setTimeout(done, 20)))", nil)
}

// picture makes a picture of what is seen.
func (b *browser) picture(file string) {
	b.t.Helper()
	var shot struct{ Data []byte }
	b.call("Page.captureScreenshot", map[string]any{"format": "png"}, &shot)
	if err := os.WriteFile(file, shot.Data, 0o666); err != nil {
		b.t.Fatal(err)
	}
}
