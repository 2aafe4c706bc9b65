package svg

// label draws HTML that stands before its simpler form in a <switch>. It is
// false if the simpler form is to be drawn.
func (r *renderer) label(html, plain *node, sc *scope) bool {
	return false
}
