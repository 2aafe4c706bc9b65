package seating

// A task is what to give to whom: the seats that are taken, numbered through,
// and what is known of them.
type task struct {
	*hall
	options *Options
	copies  Copies
	letters *letters
	who     []int     // by seat of the hall: the candidate
	seat    []int     // by taken seat: the seat of the hall
	beside  [][]int32 // by taken seat: its taken neighbours, rising
	edges   int       // pairs of neighbours
	given   []int32   // by taken seat: the copy that its candidate has, or -1
	copy    []int32   // by taken seat: what was chosen
	bound   bound
}

func newTask(h *hall, who []int, copies Copies, o *Options) *task {
	t := &task{hall: h, options: o, copies: copies, letters: newLetters(copies.Letters), who: who}
	number := make([]int32, len(who))
	for s, c := range who {
		if c != nobody {
			number[s] = int32(len(t.seat))
			t.seat = append(t.seat, s)
		}
	}
	has := make(map[int]int32)
	for _, g := range o.Sets {
		has[g.Candidate] = int32(g.Copy)
	}
	for _, s := range t.seat {
		var beside []int32
		for _, n := range h.near[s] {
			if who[n] != nobody {
				beside = append(beside, number[n])
			}
		}
		t.beside = append(t.beside, beside)
		t.edges += len(beside)
		copy, found := has[who[s]]
		if !found {
			copy = -1
		}
		t.given = append(t.given, copy)
	}
	t.edges /= 2
	t.copy = make([]int32, len(t.seat))
	return t
}

// components returns the taken seats that hang together, each part rising.
func (t *task) components() [][]int32 {
	var list [][]int32
	part := make([]int, len(t.seat)) // from 1
	for s := range t.seat {
		if part[s] != 0 {
			continue
		}
		n := len(list) + 1
		part[s] = n
		for queue := []int32{int32(s)}; len(queue) > 0; queue = queue[1:] {
			for _, v := range t.beside[queue[0]] {
				if part[v] == 0 {
					part[v] = n
					queue = append(queue, v)
				}
			}
		}
		list = append(list, nil)
	}
	for s, n := range part {
		list[n-1] = append(list[n-1], int32(s))
	}
	return list
}
