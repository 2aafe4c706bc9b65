package typeset

import (
	"strings"
	"sync"
)

// A wordCache keeps shaped words. It forgets the words that have not been used
// for long: when the younger generation is full, the older one is dropped.
// The zero value is ready for use.
type wordCache struct {
	mu         sync.Mutex
	young, old map[wordKey]*shapedWord
}

type wordKey struct {
	variant uint8
	text    string
}

const (
	maxGeneration = 8192 // words: about 5 MB for both generations
	maxCachedWord = 64   // bytes
)

func (c *wordCache) get(variant uint8, text string) *shapedWord {
	if len(text) > maxCachedWord {
		return nil
	}
	key := wordKey{variant, text}
	c.mu.Lock()
	defer c.mu.Unlock()
	if w := c.young[key]; w != nil {
		return w
	}
	w := c.old[key]
	if w != nil {
		key.text = strings.Clone(text)
		c.add(key, w)
	}
	return w
}

func (c *wordCache) put(variant uint8, text string, w *shapedWord) {
	if len(text) > maxCachedWord {
		return
	}
	// A copy, so that the cache does not hold on to the text around the word.
	key := wordKey{variant, strings.Clone(text)}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.add(key, w)
}

func (c *wordCache) add(key wordKey, w *shapedWord) {
	if c.young == nil || len(c.young) >= maxGeneration {
		c.old, c.young = c.young, make(map[wordKey]*shapedWord)
	}
	c.young[key] = w
}
