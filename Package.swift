// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// The two Swift packages taken from outside (docs/decisions says why these and no other).
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "earmark",
    products: [
        .executable(name: "earmark", targets: ["earmark"]),
        .executable(name: "earmark-media", targets: ["earmark-media"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
    ],
    targets: [
        // C libraries, each under the one leaf that may see it.
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CMicrohttpd", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
        .systemLibrary(name: "CFFmpeg", pkgConfig: "libavformat", providers: [.apt(["libavformat-dev"])]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CTypeset", pkgConfig: "pangocairo", providers: [.apt(["libcairo2-dev", "libpango1.0-dev"])]),
        .target(
            name: "CSpreadsheet",
            linkerSettings: [.linkedLibrary("xlsxwriter"), .linkedLibrary("crypto")]),
        .target(name: "CSandbox"),

        // Leaves: they do not know each other.
        library("Domain"),
        library("SQL", ["CSQLite"]),
        library("HTTP", ["CMicrohttpd", "CZlib", logging]),
        library("JSON"),
        library("Crypto", ["CSodium", "CCrypto"]),
        library("Documents", ["CSpreadsheet", "CTypeset"]),
        library("Outbound"),
        library("MediaWork"),
        library("Sandbox", ["MediaWork", "CSandbox"]),
        library("FFmpeg", ["MediaWork", "CFFmpeg"]),

        // Where the leaves are joined, and what is started.
        library("App", ["Domain", "SQL", "HTTP", "JSON", "Crypto", "Documents", "MediaWork", "Sandbox", logging]),
        program(
            "earmark", ["App", "Crypto", "Domain", "HTTP", "JSON", "MediaWork", "Sandbox", argumentParser, logging]),
        program("earmark-media", ["MediaWork", "FFmpeg", "CSandbox"]),
        // Of `make bench` only.
        program("earmark-bench", ["JSON", "MediaWork", "Sandbox"]),

        tests("DomainTests", ["Domain"]),
        tests("SQLTests", ["SQL"]),
        tests("HTTPTests", ["HTTP"]),
        tests("JSONTests", ["JSON"]),
        tests("CryptoTests", ["Crypto"]),
        tests("DocumentsTests", ["Documents"]),
        tests("OutboundTests", ["Outbound"]),
        tests("FFmpegTests", ["FFmpeg", "CFFmpeg", "MediaWork"]),
        tests("SandboxTests", ["Sandbox", "CSandbox", "MediaWork", "earmark-media"]),
        tests("AppTests", ["App", "Domain", "SQL", "HTTP", "JSON", "Crypto", "MediaWork", "Sandbox", logging]),
    ],
    swiftLanguageModes: [.v6]
)
