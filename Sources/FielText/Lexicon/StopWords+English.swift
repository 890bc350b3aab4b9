/// Words that carry no content of their own, folded.
package enum StopWords {
    /// English function words.
    static let english = WordList.set(
        """
        a about above after again all also although am an and any are aren't as at be because been before being below
        between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each either
        else ever few for from further had hadn't has hasn't have haven't having he he'd he'll he's her here hers herself
        him himself his how however i i'd i'll i'm i've if in into is isn't it it'd it'll it's its itself just let's may me
        might more most much must my myself neither nor of off on once one only or other our ours ourselves out over own per
        same shall she she'd she'll she's should shouldn't since so some such than that that's the their theirs them
        themselves then there there's therefore these they they'd they'll they're they've this those though through thus to
        too under until up upon us very was wasn't we we'd we'll we're we've were weren't what what's when where whether
        which while who whom whose why will with within without won't would wouldn't yet you you'd you'll you're you've your
        yours yourself yourselves
        """
    )

    /// Whether a folded word is a function word of either language.
    package static func contains(_ key: String) -> Bool {
        english.contains(key) || portuguese.contains(key)
    }

    /// Whether a folded word is a function word of a language.
    package static func contains(_ key: String, in language: Language) -> Bool {
        switch language {
        case .english: english.contains(key)
        case .portuguese: portuguese.contains(key)
        }
    }
}
