/// The version of Fiel.
public enum FielVersion {
    /// By semantic versioning.
    public static let current = "0.1.0"
}
