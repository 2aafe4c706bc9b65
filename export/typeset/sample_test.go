package typeset

const sample = `A convolutional layer with 64 filters of size 3 × 3 is applied to an input of 224 × 224 pixels with three channels, followed by batch normalisation and a rectified linear unit. Explain why the receptive field of a unit grows with depth, and determine how many multiplications are necessary for one forward pass through the layer; state every assumption that you make about padding and stride — an answer without justification carries no marks.`
