// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import static org.junit.jupiter.api.Assertions.assertFalse;

import amqp.adapter.tck.TestCertificates;
import amqp.cli.Cli;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command lines that make no sense, and what is not possible: one sentence each. */
@Timeout(60)
class TraceUsageTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "'', give --listen for a proxy",
        "--listen 0 --read x, give --listen for a proxy",
        "--read x --write y, '--read goes with neither --uri, --listen-tls nor --write'",
        "--read x --uri amqp://localhost, --read goes with neither",
        "--listen nowhere, is not [HOST:]PORT",
        "--listen 70000, is not [HOST:]PORT",
        "--listen :1, is not [HOST:]PORT",
        "--listen 0 --channel -1, '--channel is 0 to 65535, not -1'",
        "--listen 0 --channel x, is not a whole number",
        "--listen 0 --method basic.pubish, --method basic.pubish matches no method",
        "--listen 0 --direction up, 'is none of to-broker, to-client'",
        "--listen 0 --body-bytes -1, --body-bytes must be at least 0",
        "--listen 0 --connections 0, --connections must be at least 1",
        "--listen 0 --listen-tls onlyone, --listen-tls",
        "--listen 0 --listen-tls none.pem none.pem, Cannot read the PEM file none.pem",
        "--listen 0 --uri http://x, http",
    })
    void wrongUsage(String options, String part) {
        String[] arguments = ("trace " + options).strip().split(" ");
        Cli.run(arguments).assertFailed(2, part);
    }

    @Test
    void aPortThatIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path file = folder.resolve("capture");
            Cli run = Cli.run("trace", "--listen", "" + taken.getLocalPort(), "--write", file.toString());
            run.assertFailed(1, "cannot listen on " + taken.getLocalPort(), "choose another --listen");
            assertFalse(Files.exists(file), "no file is left behind");
        }
    }

    @Test
    void aHostThatIsNotHere() {
        Cli.run("trace", "--listen", "192.0.2.1:5673").assertFailed(1, "cannot listen on 192.0.2.1:5673");
    }

    @Test
    void aFileThatCannotBeMade() {
        Cli.run(
                        "trace",
                        "--listen",
                        "0",
                        "--write",
                        folder.resolve("no/such/folder").toString())
                .assertFailed(1, "cannot make the file \"" + folder.resolve("no/such/folder"));
        Cli.run("trace", "--listen", "0", "--write", folder.toString())
                .assertFailed(1, "is there already and is not overwritten; give another --write");
    }

    @Test
    void aKeyOfAnotherCertificate() {
        try (TestCertificates certificates = TestCertificates.create()) {
            Cli.run(
                            "trace",
                            "--listen",
                            "0",
                            "--listen-tls",
                            certificates.server().certificateFile().toString(),
                            certificates.client().keyFile().toString())
                    .assertFailed(2, "does not belong to the certificate");
        }
    }
}
