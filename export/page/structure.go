package page

import "github.com/papersetter/papersetter/export/typeset"

// element adds an element to the structure below the one that is being laid
// out.
func (c *composer) element(role typeset.Role) *typeset.Element {
	e := &typeset.Element{Role: role}
	c.parent.Children = append(c.parent.Children, e)
	return e
}

// within lays out what belongs below a new element.
func (c *composer) within(role typeset.Role, lay func()) *typeset.Element {
	e := c.element(role)
	before := c.parent
	c.parent = e
	lay()
	c.parent = before
	return e
}

// owned says that items belong to an element.
func owned(e *typeset.Element, items []typeset.Item) []typeset.Item {
	return append([]typeset.Item{&typeset.Owner{Of: e}}, items...)
}

// furnishes says that items belong to none: rules, boxes, lines to write on.
func furnishes(items ...typeset.Item) []typeset.Item {
	return append([]typeset.Item{&typeset.Owner{}}, items...)
}

// said is text of its own in the structure.
func (c *composer) said(role typeset.Role, items []typeset.Item) []typeset.Item {
	return owned(c.element(role), items)
}
