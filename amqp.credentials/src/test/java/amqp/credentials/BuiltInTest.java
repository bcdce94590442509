// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BuiltInTest {
    /** Written out by hand: octets of RFC 4616, and of a field table's entries without its length. */
    @ParameterizedTest
    @CsvSource({
        "PLAIN, guest, pass, 00 6775657374 00 70617373",
        "PLAIN, '', '', 00 00",
        "PLAIN, é, €, 00 c3a9 00 e282ac",
        "AMQPLAIN, guest, pass, 05 4c4f47494e 53 00000005 6775657374 08 50415353574f5244 53 00000004 70617373",
        "AMQPLAIN, '', '', 05 4c4f47494e 53 00000000 08 50415353574f5244 53 00000000",
        "AMQPLAIN, é, €, 05 4c4f47494e 53 00000002 c3a9 08 50415353574f5244 53 00000003 e282ac",
        "EXTERNAL, guest, pass, ''",
        "ANONYMOUS, guest, pass, ''"
    })
    void responseOctetForOctet(BuiltIn provider, String username, String password, String hex) {
        var mechanism = provider.create(Credentials.of(username, password));
        var expected = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertArrayEquals(expected, mechanism.initialResponse());
        assertEquals(provider.name(), mechanism.name());
    }

    @Test
    void externalWithAuthorizationId() {
        var mechanism = Mechanisms.external("bob").create(Credentials.NONE);
        assertEquals("EXTERNAL", mechanism.name());
        assertArrayEquals(new byte[] {'b', 'o', 'b'}, mechanism.initialResponse());
    }

    @ParameterizedTest
    @EnumSource(BuiltIn.class)
    void challengeIsRefused(BuiltIn provider) {
        var mechanism = provider.create(Credentials.of("guest", "s3cret"));
        var failure = assertThrows(MechanismException.class, () -> mechanism.respond(new byte[] {1}));
        assertTrue(failure.getMessage().contains(provider.name()), failure.getMessage());
        assertFalse(failure.getMessage().contains("s3cret"), failure.getMessage());
    }

    @ParameterizedTest
    @EnumSource(BuiltIn.class)
    void responseIsTheCallersOwn(BuiltIn provider) {
        var mechanism = provider.create(Credentials.of("guest", "s3cret"));
        var first = mechanism.initialResponse();
        var second = mechanism.initialResponse();
        assertNotSame(first, second);
        assertArrayEquals(first, second);
        assertEquals(provider.name(), mechanism.toString());
    }

    @ParameterizedTest
    @CsvSource({"gu\0est, s3cret, user name", "guest, s3c\0ret, password"})
    void plainRefusesNulWithoutShowingIt(String username, String password, String what) {
        var credentials = Credentials.of(username, password);
        var failure = assertThrows(IllegalArgumentException.class, () -> BuiltIn.PLAIN.create(credentials));
        assertEquals("The " + what + " holds a NUL character, which PLAIN can't carry.", failure.getMessage());
    }
}
