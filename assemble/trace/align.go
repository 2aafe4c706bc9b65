package trace

// An alignment is the best place of a piece in a text, or of a text in a piece.
type alignment struct {
	score      int32 // 4 for each letter that agrees
	start, end int   // of the text
	from, to   int   // of the piece
}

// An aligner keeps its rows from one alignment to the next.
type aligner struct {
	score        []int32
	start, first []int32 // where the alignment of a cell began: in the text, in the piece
}

// align finds the best local alignment of a piece with a text.
func (a *aligner) align(piece, text []rune) alignment {
	n := len(text) + 1
	if len(a.score) < n {
		a.score, a.start, a.first = make([]int32, 2*n), make([]int32, 2*n), make([]int32, 2*n)
	}
	score, start, first := a.score[:n], a.start[:n], a.first[:n]
	for j := range n {
		score[j], start[j], first[j] = 0, int32(j), 0
	}
	var best alignment
	for i, p := range piece {
		lost := weight(p)
		diagonal, diagonalStart, diagonalFirst := score[0], start[0], first[0]
		score[0], start[0], first[0] = 0, 0, int32(i+1)
		for j, t := range text {
			s, st, fi := diagonal+likeness(p, t), diagonalStart, diagonalFirst
			diagonal, diagonalStart, diagonalFirst = score[j+1], start[j+1], first[j+1]
			if up := score[j+1] - lost; up > s {
				s, st, fi = up, start[j+1], first[j+1]
			}
			if left := score[j] - weight(t); left > s {
				s, st, fi = left, start[j], first[j]
			}
			if s <= 0 {
				s, st, fi = 0, int32(j+1), int32(i+1)
			}
			score[j+1], start[j+1], first[j+1] = s, st, fi
			if s > best.score {
				best = alignment{s, int(st), j + 1, int(fi), i + 1}
			}
		}
	}
	return best
}

// full is the score of runes that are all found.
func full(runes []rune) int32 {
	var sum int32
	for _, r := range runes {
		sum += weight(r)
	}
	return sum
}

// judged returns what an alignment counts, 0 where it is no better than
// chance. What is left over of either side counts against it.
func (al alignment) judged(piece, text []rune) int32 {
	m, n := full(piece), full(text)
	rest := int32(min(len(text)-(al.end-al.start), 6))
	over := int32(min(len(piece)-(al.to-al.from), 12))
	whole := al.from == 0 && al.to == len(piece)
	switch {
	case m == 0 || n == 0:
		return 0
	case len(piece) < 6 || len(text) < 6:
		// So little must agree as a whole, but for what is easily confused.
		switch {
		case whole && al.start == 0 && al.end == len(text) && al.score >= n-max(1, n/4):
		case whole && len(piece) >= 4 && al.score == m:
		default:
			return 0
		}
	case n*2 < m:
		if len(text) < 8 || al.score*10 < n*9 {
			return 0
		}
	case al.score >= 64: // sixteen letters
		if al.score*4 < min(m, n) {
			return 0
		}
	case al.score*100 < 60*min(m, n):
		return 0
	}
	return max(0, al.score-rest-over)
}
