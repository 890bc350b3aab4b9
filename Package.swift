// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "fiel",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Fiel", targets: ["Fiel"]),
        .executable(name: "fiel", targets: ["FielCLI"]),
    ],
    targets: [
        // MARK: Level 0: values and kernels
        .target(
            name: "CFielKernels",
            cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]
        ),
        .target(name: "FielCore"),

        // MARK: Level 1: text, numbers, tokens
        .target(name: "FielText", dependencies: ["FielCore"]),
        .target(name: "FielStatistics", dependencies: ["FielCore"]),
        .target(
            name: "FielTokenizers",
            dependencies: ["FielCore"],
            exclude: ["Unicode/generate_tables.py", "Unicode/generate_subword_tables.py"]
        ),
        .target(name: "FielNetwork", dependencies: ["FielCore"]),

        // MARK: Level 2: judges and what they judge
        .target(
            name: "FielEngine",
            dependencies: ["CFielKernels", "FielCore", "FielStatistics", "FielTokenizers"]
        ),
        .target(name: "FielMetrics", dependencies: ["FielCore", "FielText"]),
        .target(
            name: "FielModels",
            dependencies: ["FielCore", "FielNetwork"],
            exclude: ["Recipe"],
            resources: [.copy("Cards"), .copy("Resources")]
        ),
        .target(name: "FielRetrieval", dependencies: ["CFielKernels", "FielCore", "FielText"]),
        .target(name: "FielGeneration", dependencies: ["CFielKernels", "FielCore", "FielNetwork", "FielText"]),

        // MARK: Level 3: the public face
        .target(
            name: "Fiel",
            dependencies: [
                "FielCore", "FielEngine", "FielGeneration", "FielMetrics", "FielModels", "FielRetrieval",
                "FielStatistics", "FielText",
            ]
        ),

        // MARK: Level 4: data sets and their results
        .target(
            name: "FielSuite",
            dependencies: [
                "Fiel", "FielCore", "FielGeneration", "FielMetrics", "FielModels", "FielRetrieval",
                "FielStatistics", "FielText",
            ],
            resources: ["page.html", "page.css", "elements.js", "charts.js", "samples.js", "detail.js", "main.js"]
                .map { .embedInCode("Reports/Page/\($0)") }
        ),

        // MARK: Level 5: the command line
        .executableTarget(
            name: "FielCLI",
            dependencies: [
                "Fiel", "FielCore", "FielEngine", "FielGeneration", "FielModels", "FielRetrieval", "FielStatistics",
                "FielSuite", "FielText", "FielTokenizers",
            ]
        ),

        // MARK: Measurement
        .executableTarget(
            name: "FielBench",
            dependencies: ["Fiel", "FielCore", "FielEngine", "FielMetrics", "FielModels", "FielRetrieval", "FielText"],
            path: "benchmarks/FielBench"
        ),

        // MARK: Tests
        .testTarget(name: "CFielKernelsTests", dependencies: ["CFielKernels"]),
        .testTarget(name: "FielCoreTests", dependencies: ["FielCore"]),
        .testTarget(name: "FielTextTests", dependencies: ["FielCore", "FielText"]),
        .testTarget(name: "FielTokenizersTests", dependencies: ["FielCore", "FielTokenizers"]),
        .testTarget(
            name: "FielNetworkTests",
            dependencies: ["FielCore", "FielGeneration", "FielModels", "FielNetwork"]
        ),
        .testTarget(name: "FielEngineTests", dependencies: ["FielCore", "FielEngine", "FielStatistics"]),
        .testTarget(name: "FielStatisticsTests", dependencies: ["FielCore", "FielStatistics"]),
        .testTarget(name: "FielMetricsTests", dependencies: ["FielCore", "FielMetrics", "FielText"]),
        .testTarget(name: "FielRetrievalTests", dependencies: ["FielCore", "FielRetrieval", "FielText"]),
        .testTarget(name: "FielGenerationTests", dependencies: ["FielCore", "FielGeneration"]),
        .testTarget(name: "FielTests", dependencies: ["Fiel", "FielCore", "FielEngine", "FielModels"]),
        .testTarget(
            name: "FielSuiteTests",
            dependencies: ["FielCore", "FielGeneration", "FielRetrieval", "FielStatistics", "FielSuite", "FielText"]
        ),
        .testTarget(
            name: "FielCLITests",
            dependencies: ["FielCLI", "FielCore", "FielEngine", "FielRetrieval", "FielSuite"]
        ),
    ],
    swiftLanguageModes: [.v6]
)

// Every target is held to the same rules: Swift 6 mode, upcoming features on, and no warning passes.
for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .treatAllWarnings(as: .error),
    ]
    target.cSettings = (target.cSettings ?? []) + [.treatAllWarnings(as: .error)]
    target.linkerSettings = [.linkedLibrary("m", .when(platforms: [.linux]))]
}
