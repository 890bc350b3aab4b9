public import FielCore
import FielStatistics
import FielText

extension StressSummary {
    /// Writes the summary as one object.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("samples", samples)
            json.member("unreadable_rows", unreadable)
            json.member("failed", failures)
            json.key("detection")
            json.share(detection)
            json.key("false_alarms")
            json.share(falseAlarms)
            json.key("unchanged_not_supported")
            json.share(unsupportedUnchanged)
            json.key("perturbations")
            json.array { json in
                for row in rows { row.write(to: &json) }
            }
        }
    }
}

extension StressSummary.Row {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("perturbation", perturbation.rawValue)
            json.member("changes_truth", perturbation.changesTruth)
            json.member("tested", tested)
            json.member("lost_support", lost)
            json.key(perturbation.changesTruth ? "detection" : "false_alarms")
            json.share(lostShare)
            json.member("not_supported_before", notSupportedBefore)
            json.member("not_applicable", notApplicable)
            json.member("failed", failed)
            json.key("groundedness_change")
            json.number(groundednessChange)
            json.key("hallucination_change")
            json.number(hallucinationChange)
        }
    }
}
