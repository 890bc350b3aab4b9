import FielCore

/// The JSON Schema (draft 2020-12) of suite files, for editors; it says what the reader checks by the same description.
public enum SuiteSchema {
    /// The schema as lines of JSON.
    public static var text: String {
        var json = JSONWriter()
        json.object { json in
            json.member("$schema", "https://json-schema.org/draft/2020-12/schema")
            json.member("title", "A suite of fiel run")
            write(.suite, to: &json)
            json.key("oneOf")
            json.array { json in
                for name in ["dataset", "questions"] {
                    json.object { json in
                        json.key("required")
                        json.array { $0.value(name) }
                    }
                }
            }
        }
        return json.text + "\n"
    }

    /// Writes the members of the schema object that describe a shape.
    private static func write(_ shape: SuiteShape, to json: inout JSONWriter) {
        switch shape {
        case .text:
            json.member("type", "string")
            json.member("minLength", 1)
        case .choice(let names):
            json.key("enum")
            json.array { json in
                for name in names { json.value(name) }
            }
        case .number(let range, let isOpen):
            json.member("type", "number")
            json.member(isOpen ? "exclusiveMinimum" : "minimum", range.lowerBound)
            json.member("maximum", range.upperBound)
        case .whole(let range):
            json.member("type", "integer")
            json.member("minimum", range.lowerBound)
            json.member("maximum", range.upperBound)
        case .flag: json.member("type", "boolean")
        case .list(let element):
            json.member("type", "array")
            json.member("minItems", 1)
            json.key("items")
            json.object { write(element, to: &$0) }
        case .object(let members): write(members, to: &json)
        case .either(let shapes):
            json.key("anyOf")
            json.array { json in
                for shape in shapes { json.object { write(shape, to: &$0) } }
            }
        }
    }

    private static func write(_ members: [SuiteShape.Member], to json: inout JSONWriter) {
        json.member("type", "object")
        json.member("additionalProperties", false)
        let needed = members.filter(\.isNeeded)
        if !needed.isEmpty {
            json.key("required")
            json.array { json in
                for member in needed { json.value(member.name) }
            }
        }
        json.key("properties")
        json.object { json in
            for member in members {
                json.key(member.name)
                json.object { json in
                    json.member("description", member.help)
                    write(member.shape, to: &json)
                }
            }
        }
    }
}
