import Glibc
import Outbound
import Testing

@Suite struct AddressGuardTests {
    @Test(arguments: ["8.8.8.8", "93.184.216.34", "172.15.255.255", "172.32.0.0", "2606:4700::1111", "2a00:1450::1"])
    func aGlobalAddressIsAllowed(_ text: String) throws {
        #expect(AddressGuard().allows(try address(text)))
    }

    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
        "192.0.0.8",
        "192.168.1.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    ])
    func aSpecialAddressOfTheOldKindIsRefused(_ text: String) throws {
        #expect(!AddressGuard().allows(try address(text)))
    }

    @Test(arguments: [
        "::", "::1", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "2001::1", "2002:7f00:1::",
        "100::1", "3fff::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    ])
    func aSpecialAddressOfTheNewKindIsRefused(_ text: String) throws {
        #expect(!AddressGuard().allows(try address(text)))
    }

    @Test func aWrappedGlobalAddressIsTheOneItWraps() throws {
        #expect(AddressGuard().allows(try address("::ffff:8.8.8.8")))
        #expect(AddressGuard().allows(try address("64:ff9b::808:808")))
    }

    @Test func anAdminMayAllowANetworkOfTheHouse() throws {
        let house = try #require(Network(try address("10.20.0.0"), bits: 16))
        let guarded = AddressGuard(allowing: [house])
        #expect(guarded.allows(try address("10.20.30.40")))
        #expect(guarded.allows(try address("::ffff:10.20.30.40")))
        #expect(!guarded.allows(try address("10.21.0.1")))
    }

    @Test func whatIsNoAddressIsNone() throws {
        #expect(NetworkAddress(bytes: [1, 2, 3]) == nil)
        #expect(Network(try address("10.0.0.0"), bits: 33) == nil)
    }

    private func address(_ text: String) throws -> NetworkAddress {
        var four = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, text, &four) == 1 { return try #require(NetworkAddress(bytes: four)) }
        var six = [UInt8](repeating: 0, count: 16)
        #expect(inet_pton(AF_INET6, text, &six) == 1)
        return try #require(NetworkAddress(bytes: six))
    }
}
