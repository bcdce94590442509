// SPDX-License-Identifier: MPL-2.0
package amqp.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertifiedNamesTest {
    @ParameterizedTest
    @CsvSource({
        "broker.example.org, broker.example.org, true",
        "broker.example.org, BROKER.Example.ORG, true",
        "broker.example.org, broker.example.org., true",
        "Broker.Example.org, broker.example.org, true",
        "broker.example.org, example.org, false",
        "example.org, broker.example.org, false",
        "*.example.org, broker.example.org, true",
        "*.example.org, a.b.example.org, false",
        "*.example.org, example.org, false",
        "*.example.org, .example.org, false",
        "*.org, example.org, false",
        "*, localhost, false",
        "*., localhost, false",
        "b*.example.org, broker.example.org, false",
        "broker.*.org, broker.example.org, false",
        "xn--bcher-kva.example, bücher.example, true",
        "under_score.example, under_score.example, true",
        "127.0.0.1, 127.0.0.1, false",
        "*.0.0.1, 127.0.0.1, false",
        "'', '', false",
    })
    void hostNames(String certified, String wanted, boolean included) {
        assertEquals(included, new CertifiedNames(List.of(certified), List.of()).include(wanted));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "127.0.0.1, localhost, false",
        "0:0:0:0:0:0:0:1, ::1, true",
        "fe80:0:0:0:0:0:0:7, fe80::7%eth0, true",
        "fe80:0:0:0:0:0:0:7, fe80::8, false",
        "10.0.0.1, 999.0.0.1, false",
        "10.0.0.1, not:an:address, false",
    })
    void addresses(String certified, String wanted, boolean included) {
        assertEquals(included, new CertifiedNames(List.of(), List.of(certified)).include(wanted));
    }

    @Test
    void noNameIncludesNobody() {
        CertifiedNames nobody = new CertifiedNames(List.of(), List.of());
        assertEquals(false, nobody.include("localhost") || nobody.include("127.0.0.1"));
        assertEquals("no host at all", nobody.toString());
    }

    @Test
    void messagesShowNothingThatIsNoName() {
        assertEquals(
                "a.example, *.b.example, ::1",
                new CertifiedNames(List.of("a.example", "\u001b[31mred", "*.b.example", "x\ny"), List.of("::1"))
                        .toString());
    }
}
