package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"go.yaml.in/yaml/v3"
)

// The tests of this file do the whole job and judge its results from the files
// alone: paper.json, the workbook, the PDFs and the bank's YAML, read with
// other code than that which wrote them.

// shippedBank is the bank that ships.
const shippedBank = "../../questions/deep-learning"

// makePaper runs make on a blueprint of the shipped bank and returns the folder.
func makePaper(t testing.TB, blueprint string, args ...string) string {
	t.Helper()
	dir := t.TempDir()
	var out, talk bytes.Buffer
	c := command{stdout: &out, stderr: &talk}
	args = append([]string{"make", filepath.Join(shippedBank, "blueprints", blueprint), "-o", dir, "--dry-run"}, args...)
	if code := c.run(context.Background(), args); code != 0 {
		t.Fatalf("papersetter %s: exit code %d\n%s%s", strings.Join(args, " "), code, out.String(), talk.String())
	}
	return dir
}

// rawOption is an option as the YAML has it.
type rawOption struct {
	Text any
	Key  bool
}

// rawTask is a question or part as the YAML has it.
type rawTask struct {
	ID      string
	Name    string
	Type    string
	Options []rawOption
	Key     bool
	Pairs   []struct{ Left, Right any }
	Items   []any
	Marks   float64
	Parts   []rawTask

	Stimulus  string
	Questions []rawTask
}

// rawQuestions reads all questions of a bank by id.
func rawQuestions(t testing.TB, bank string) map[string]rawTask {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(bank, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]rawTask{}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var doc struct{ Questions []rawTask }
		if err := yaml.Unmarshal(src, &doc); err != nil {
			t.Fatal(err)
		}
		for _, q := range doc.Questions {
			for _, one := range append(q.Questions, q) {
				all[one.ID] = one
			}
		}
	}
	return all
}

// rawPaper is paper.json.
type rawPaper struct {
	Paper struct {
		Marks float64
		Forms []struct {
			Sections []struct {
				Title     string
				Marks     float64
				Questions []string
			}
			Sets []struct {
				Letter   string
				Sections []struct {
					Title     string
					Questions []rawPrinted
				}
			}
		}
	}
}

type rawPrinted struct {
	ID      string
	Number  int
	Marks   float64
	Options []int
	Key     string
	Parts   []struct {
		Label   string
		Options []int
		Key     string
	}
}

func readPaper(t testing.TB, dir string) rawPaper {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(dir, "paper.json"))
	if err != nil {
		t.Fatal(err)
	}
	var p rawPaper
	if err := json.Unmarshal(src, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// key recomputes the key of a task from the bank and the printed order; "" for
// types whose key has no letters.
func key(task rawTask, kind string, order []int) string {
	letter := func(i int) string { return "ABCDEFGHIJ"[i : i+1] }
	var list []string
	switch kind {
	case "single-choice", "multiple-choice":
		for place, i := range order {
			if task.Options[i].Key {
				list = append(list, letter(place))
			}
		}
	case "true-false":
		if task.Key {
			return "True"
		}
		return "False"
	case "matching":
		for left := range task.Pairs {
			list = append(list, fmt.Sprintf("%d-%s", left+1, letter(slices.Index(order, left))))
		}
	case "ordering":
		for item := range task.Items {
			list = append(list, letter(slices.Index(order, item)))
		}
	}
	return strings.Join(list, ", ")
}

// TestKeys recomputes every key of every set and finds it in the record, in
// the workbook and in the answers.
func TestKeys(t *testing.T) {
	bank := rawQuestions(t, shippedBank)
	runs := [][]string{{"mid-sem.yaml"}, {"mid-sem-classic.yaml"}}
	for seed := range 14 {
		runs = append(runs, []string{"mid-sem.yaml", "-seed", fmt.Sprint(seed + 1)})
	}
	seen := map[string]int{}
	for _, run := range runs {
		dir := makePaper(t, run[0], run[1:]...)
		paper := readPaper(t, dir)
		book, err := excelize.OpenFile(filepath.Join(dir, "workbook.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := book.GetRows("Keys at a glance")
		if err != nil {
			t.Fatal(err)
		}
		list, err := book.GetRows("Keys")
		if err != nil {
			t.Fatal(err)
		}
		book.Close()
		listed := map[string]string{} // by set and number
		for _, row := range list {
			if len(row) > 2 {
				number, _, _ := strings.Cut(row[1], "(")
				listed[row[0]+" "+number] += " " + row[2]
			}
		}
		for column, set := range paper.Paper.Forms[0].Sets {
			answers := pdfText(t, filepath.Join(dir, "answers-"+set.Letter+".pdf"))
			for _, section := range set.Sections {
				for _, printed := range section.Questions {
					q, ok := bank[printed.ID]
					if !ok {
						t.Fatalf("%s is not in the bank", printed.ID)
					}
					where := fmt.Sprintf("%v set %s question %d (%s)", run, set.Letter, printed.Number, q.Name)
					var want []string
					if len(q.Parts) == 0 {
						want = append(want, check(t, where, key(q, q.Type, printed.Options), printed.Key, q.Type, seen))
					}
					for i, part := range q.Parts {
						kind := part.Type
						if kind == "" {
							kind = q.Type
						}
						want = append(want, check(t, where, key(part, kind, printed.Parts[i].Options), printed.Parts[i].Key, kind, seen))
					}
					cell := rows[2+printed.Number][1+2*column]
					block := answerText(answers, printed.Number, q.Name)
					for _, k := range want {
						if k == "" {
							continue
						}
						if !strings.Contains(cell, k) {
							t.Errorf("%s: the workbook has %q, want %q in it", where, cell, k)
						}
						if keys := listed[fmt.Sprint(set.Letter, " ", printed.Number)]; !strings.Contains(keys, k) {
							t.Errorf("%s: the list of keys has %q, want %q in it", where, keys, k)
						}
						if answers != "" && !strings.Contains(block, "Answer: "+k) {
							t.Errorf("%s: the answers have not %q in\n%s", where, "Answer: "+k, block)
						}
					}
				}
			}
		}
	}
	for _, kind := range []string{"single-choice", "multiple-choice", "true-false", "matching"} {
		if seen[kind] == 0 {
			t.Errorf("no key of type %s was met: the test says nothing about it", kind)
		}
	}
}

// check compares a key with that of the record and returns what must be found
// in the other files.
func check(t *testing.T, where, want, recorded, kind string, seen map[string]int) string {
	t.Helper()
	if want == "" {
		return ""
	}
	seen[kind]++
	if recorded != want {
		t.Errorf("%s: paper.json has the key %q, want %q", where, recorded, want)
	}
	return want
}

// needs skips a test where a program is missing, or fails it where all of them
// must be there.
func needs(t testing.TB, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		if os.Getenv("PAPERSETTER_NO_SKIP") != "" {
			t.Fatalf("%s is missing", program)
		}
		t.Skipf("%s is missing", program)
	}
}

// pdfText extracts the text of a PDF in the order of its contents; "" if there
// is no program for that.
func pdfText(t testing.TB, file string) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil && os.Getenv("PAPERSETTER_NO_SKIP") == "" {
		return ""
	}
	out, err := exec.Command("pdftotext", "-raw", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext %s: %v", file, err)
	}
	return string(out)
}

// answerText cuts a question out of the answers, where it ends in a line of
// tags of which its name is the last.
func answerText(text string, number int, name string) string {
	text = strings.ReplaceAll(text, "\f", "\n")
	// The line of tags may be broken, between tags and behind a hyphen.
	tags := regexp.MustCompile(`·\s` + strings.ReplaceAll(regexp.QuoteMeta(name), "-", `-\s?`) + `\n`)
	place := tags.FindStringIndex(text)
	if place == nil {
		return ""
	}
	end := place[0]
	start := strings.LastIndex(text[:end], fmt.Sprintf("\n%d. ", number))
	for start >= 0 && !strings.Contains(text[start:end], "Answer: ") {
		// A numbered line within the question; its own number is further up.
		next := strings.LastIndex(text[:start], fmt.Sprintf("\n%d. ", number))
		if next < 0 {
			break
		}
		start = next
	}
	return text[max(0, start):end]
}

// TestMarks adds up the marks that the papers print.
func TestMarks(t *testing.T) {
	needs(t, "pdftotext")
	for _, blueprint := range []string{"mid-sem.yaml", "mid-sem-classic.yaml"} {
		dir := makePaper(t, blueprint)
		paper := readPaper(t, dir)
		want := map[string]float64{"Basic": 10, "Intermediate": 6, "Advanced": 4}
		bank := rawQuestions(t, shippedBank)
		for _, set := range paper.Paper.Forms[0].Sets {
			text := pdfText(t, filepath.Join(dir, "paper-"+set.Letter+".pdf"))
			if !strings.Contains(text, "Maximum marks: 20") || !strings.Contains(text, "Time allowed: 1 hour") {
				t.Errorf("set %s: marks or time are missing", set.Letter)
			}
			total := 0.0
			var wanted []string // what is printed in brackets, in order
			for _, section := range set.Sections {
				sum := 0.0
				for _, printed := range section.Questions {
					q := bank[printed.ID]
					marks := q.Marks
					var parts []string
					for _, p := range q.Parts {
						marks += p.Marks
						parts = append(parts, fmt.Sprintf("[%v]", p.Marks))
					}
					sum += marks
					wanted = append(append(wanted, fmt.Sprintf("[%v]", marks)), parts...)
				}
				if sum != want[section.Title] {
					t.Errorf("%s set %s section %s has %v marks, want %v", blueprint, set.Letter, section.Title, sum, want[section.Title])
				}
				total += sum
			}
			if total != 20 {
				t.Errorf("%s set %s has %v marks", blueprint, set.Letter, total)
			}
			// Brackets of code and formulas may stand between those of marks.
			printed := regexp.MustCompile(`\[[0-9.]+\]`).FindAllString(text, -1)
			for i, w := range wanted {
				at := slices.Index(printed, w)
				if at < 0 {
					t.Errorf("%s set %s: of the marks %v the %d. is not printed in its place", blueprint, set.Letter, wanted, i+1)
					break
				}
				printed = printed[at+1:]
			}
			if strings.Contains(text, "Answer: ") && regexp.MustCompile(`Answer: [A-H]\b`).MatchString(text) || strings.Contains(text, "Scheme of valuation") {
				t.Errorf("%s set %s: an answer stands in the paper", blueprint, set.Letter)
			}
		}
	}
}

// TestFiles lets other programs judge the files.
func TestFiles(t *testing.T) {
	dir := makePaper(t, "mid-sem.yaml")
	t.Run("qpdf", func(t *testing.T) {
		needs(t, "qpdf")
		files, _ := filepath.Glob(filepath.Join(dir, "*.pdf"))
		if len(files) != 8 {
			t.Fatalf("%d PDFs", len(files))
		}
		for _, file := range files {
			if out, err := exec.Command("qpdf", "--check", file).CombinedOutput(); err != nil || bytes.Contains(out, []byte("WARNING")) {
				t.Errorf("%s: %v\n%s", file, err, out)
			}
		}
	})
	t.Run("fonts", func(t *testing.T) {
		needs(t, "pdffonts")
		out, err := exec.Command("pdffonts", filepath.Join(dir, "paper-A.pdf")).Output()
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
			if i >= 2 && !regexp.MustCompile(` yes yes `).MatchString(line) {
				t.Errorf("a font is not embedded as a subset: %s", line)
			}
		}
	})
	t.Run("libreoffice", func(t *testing.T) {
		needs(t, "soffice")
		out := t.TempDir()
		cmd := exec.Command("soffice", "--headless", "-env:UserInstallation=file://"+t.TempDir(), "--convert-to", "csv", "--outdir", out, filepath.Join(dir, "workbook.xlsx"))
		if talk, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, talk)
		}
		csv, err := os.ReadFile(filepath.Join(out, "workbook.csv"))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(csv, []byte("A,1,")) || bytes.Contains(csv, []byte("Err:")) || bytes.Contains(csv, []byte("#NAME?")) {
			t.Errorf("LibreOffice reads\n%s", csv)
		}
	})
}
