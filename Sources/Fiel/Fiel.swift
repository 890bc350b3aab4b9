// Fiel: scores whether answers are faithful to their sources, and generates answers to be compared.
//
// This module is the public face: `Evaluator`, wired with the embedded models, `LocalGenerator`, and the values they take
// and give.

@_exported public import FielCore
@_exported public import FielGeneration
