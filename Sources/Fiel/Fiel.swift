// Fiel: scores whether answers are faithful to their sources.
//
// This module is the public face: `Evaluator`, wired with the embedded models, and the values it takes and gives.

@_exported public import FielCore
