package page

import (
	"sync"

	"github.com/papersetter/papersetter/bank"
	"github.com/papersetter/papersetter/bank/markup"
	"github.com/papersetter/papersetter/export/typeset"
)

// A memo keeps texts that have been laid out: a paper that is printed a
// thousand times differs in the order of its questions and options only.
type memo struct {
	mu    sync.RWMutex
	texts map[memoKey]*laidOut
	words map[wordsKey]setWords
}

// A wordsKey is a few words on one line in a style.
type wordsKey struct {
	text  string
	style typeset.Style
}

// setWords are words from x = 0; the items are not changed.
type setWords struct {
	items []typeset.Item
	width typeset.Length
}

// mostWords bounds the words that are kept: a name of each of many candidates
// would do nobody good.
const mostWords = 4096

// getWords returns words that have been set, or sets them.
func (m *memo) getWords(k wordsKey, set func() (setWords, error)) (setWords, error) {
	m.mu.RLock()
	w, ok := m.words[k]
	m.mu.RUnlock()
	if ok {
		return w, nil
	}
	w, err := set()
	if err != nil {
		return w, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.words == nil || len(m.words) >= mostWords {
		m.words = map[wordsKey]setWords{}
	}
	m.words[k] = w
	return w, nil
}

// A memoKey is all that the layout of a text depends on.
type memoKey struct {
	doc      *markup.Doc
	style    *bank.Style
	question *bank.Question // whose macros its formulas have
	set      typeset.Style
	width    typeset.Length
	ragged   bool
	align    markup.Align
	snug     bool
}

// laidOut is a text in lines, and what it is in the structure. Neither is
// changed, and both may stand in any number of documents.
type laidOut struct {
	lines    []line
	elements []*typeset.Element
	width    typeset.Length // on one line, of a text that was only measured
}

func (m *memo) get(k memoKey) *laidOut {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.texts[k]
}

// put keeps a text. Each line becomes a form of its own: pages may end
// between them.
func (m *memo) put(k memoKey, kept *laidOut) *laidOut {
	for i := range kept.lines {
		lines := kept.lines
		lines[i].items = []typeset.Item{&typeset.Group{Form: &typeset.Form{Items: flatten(lines[i].items)}}}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.texts == nil {
		m.texts = map[memoKey]*laidOut{}
	}
	if first := m.texts[k]; first != nil {
		return first // another goroutine was faster: forms are to be shared
	}
	m.texts[k] = kept
	return kept
}

// flatten takes groups apart, as forms hold none.
func flatten(items []typeset.Item) []typeset.Item {
	page := typeset.Page{Items: items}
	var flat []typeset.Item
	for it := range page.All() {
		flat = append(flat, it)
	}
	return flat
}

// use returns the lines for one place of one document, which may change them.
func (l *laidOut) use() []line {
	lines := make([]line, len(l.lines))
	copy(lines, l.lines)
	for i := range lines {
		lines[i].items = []typeset.Item{lines[i].items[0]}
	}
	return lines
}
