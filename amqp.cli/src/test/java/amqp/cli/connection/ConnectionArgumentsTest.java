// SPDX-License-Identifier: MPL-2.0
package amqp.cli.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.adapter.tck.TestCertificates;
import amqp.client.ConnectionOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** An option changes its own setting, and leaves the others as the URI has them. */
class ConnectionArgumentsTest {
    private static TestCertificates certificates;

    @Command(name = "any")
    private static final class AnyCommand {
        @Mixin
        private ConnectionArguments connection;
    }

    @BeforeAll
    static void makeCertificates() {
        certificates = TestCertificates.create();
    }

    @AfterAll
    static void deleteCertificates() {
        certificates.close();
    }

    private static ConnectionOptions options(String... arguments) {
        AnyCommand command = new AnyCommand();
        new CommandLine(command).parseArgs(arguments);
        return command.connection.options();
    }

    private static String tls(String... arguments) {
        return options(arguments).tls().toString();
    }

    private static String uri(String parameters) {
        return "--uri=amqps://host?server_name_indication=broker" + parameters;
    }

    private static String ofUri() {
        return "&cacertfile=" + certificates.untrustedAuthority() + "&certfile="
                + certificates.server().certificateFile() + "&keyfile="
                + certificates.server().keyFile();
    }

    @Test
    void withoutOptionsTheUriCounts() {
        assertEquals(
                "TLS, trusting " + certificates.untrustedAuthority() + ", certificate "
                        + certificates.server().certificateFile() + ", server name broker",
                tls(uri(ofUri())));
    }

    @Test
    void theAuthoritiesLeaveCertificateAndServerName() {
        assertEquals(
                "TLS, trusting " + certificates.authority() + ", certificate "
                        + certificates.server().certificateFile() + ", server name broker",
                tls(uri(ofUri()), "--ca=" + certificates.authority()));
    }

    @Test
    void theCertificateLeavesTrustAndServerName() {
        String[] own = {
            "--cert=" + certificates.client().certificateFile(),
            "--key=" + certificates.client().keyFile()
        };
        String shown = ", certificate " + certificates.client().certificateFile() + ", server name broker";
        assertEquals("TLS, trusting " + certificates.untrustedAuthority() + shown, tls(uri(ofUri()), own[0], own[1]));
        assertEquals("TLS, trusting the system's authorities" + shown, tls(uri(""), own[0], own[1]));
        assertEquals(
                "TLS, INSECURE: trusting everyone" + shown,
                tls(uri("&verify=trust_everyone_insecurely"), own[0], own[1]));
    }

    @Test
    void authoritiesEndTrustInEveryone() {
        assertFalse(options(uri("&verify=trust_everyone_insecurely"), "--ca=" + certificates.authority())
                .tls()
                .trustsEveryone());
    }

    @Test
    void theMechanismAndTheAdapterLeaveTheRest() {
        ConnectionOptions options = options(uri("&adapter=nio&auth_mechanism=PLAIN"), "--sasl=EXTERNAL");
        assertEquals(
                "TLS, trusting the system's authorities, server name broker",
                options.tls().toString());
    }

    @Test
    void withoutTlsTheyAreRefused() {
        assertThrows(ParameterException.class, () -> options("--uri=amqp://host", "--ca=" + certificates.authority()));
    }
}
