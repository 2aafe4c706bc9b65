package schema

import (
	"slices"
	"strings"
)

// Nearest returns the word that was probably meant by a misspelt one: it
// differs in capitals, hyphens or a few letters only, one in three. It returns
// "" if there is none; of words equally near the first is taken.
func Nearest(word string, words []string) string {
	if len(word) > 256 {
		return ""
	}
	given := fold(word)
	if len(given) == 0 {
		return ""
	}
	best, least := "", 1+min(3, len(given)/3)
	for _, w := range words {
		if w == word {
			continue
		}
		known := fold(w)
		if slices.Equal(known, given) {
			return w
		}
		if d := distance(given, known, least); d < least {
			best, least = w, d
		}
	}
	return best
}

var joints = strings.NewReplacer("-", "", "_", "", " ", "")

// fold leaves aside what is often confused: capitals, and - _ and spaces.
func fold(s string) []rune { return []rune(joints.Replace(strings.ToLower(s))) }

// distance counts the letters to insert, delete, replace or exchange with
// their neighbour to make b of a; limit or more is returned as limit.
func distance(a, b []rune, limit int) int {
	if abs(len(a)-len(b)) >= limit {
		return limit
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(limit, last[len(b)])
}

func abs(i int) int { return max(i, -i) }
