// SPDX-License-Identifier: MPL-2.0
package amqp.cli.connection;

import amqp.client.Adapters;
import amqp.client.ConnectionOptions;
import amqp.client.RecoveryOptions;
import amqp.tls.TlsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How to connect: the options that all commands share. What they say goes before what the URI says. */
public final class ConnectionArguments {
    /** A person waits: shorter than the limits of the client. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** As large as a Java array can be. */
    private static final int MOST_RECEIVED = Integer.MAX_VALUE - 8;

    private static final Pattern URI_ADAPTER = Pattern.compile("[?&]adapter=([^&]*)");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--uri",
            paramLabel = "URI",
            description = "amqp[s]://[user[:password]@]host[:port][/virtual-host]; repeated: addresses to try in turn."
                    + " Without it: amqp://localhost")
    private final List<String> uris = new ArrayList<>();

    @Option(names = "--adapter", paramLabel = "NAME", description = "The I/O adapter, see \"amqp adapters\".")
    private String adapter = "";

    @Option(
            names = "--ca",
            paramLabel = "PEM",
            description = "Certificate authorities to trust, in place of the URI's or the system's; needs amqps.")
    private Path authorities = Path.of("");

    @Option(names = "--cert", paramLabel = "PEM", description = "Certificate of this side; needs --key and amqps.")
    private Path certificate = Path.of("");

    @Option(names = "--key", paramLabel = "PEM", description = "Private key of this side; needs --cert and amqps.")
    private Path key = Path.of("");

    @Option(
            names = "--key-password",
            paramLabel = "PASSWORD",
            arity = "0..1",
            interactive = true,
            description = "Password of an encrypted --key; without a value it is asked for.")
    private char[] keyPassword = {};

    @Option(
            names = "--sasl",
            paramLabel = "MECHANISM",
            description = "How to log in: PLAIN, AMQPLAIN, EXTERNAL or ANONYMOUS; several with commas.")
    private String mechanisms = "";

    /** Whether a broker was named. */
    public boolean hasUri() {
        return !uris.isEmpty();
    }

    /** Whether an adapter was named. */
    public boolean hasAdapter() {
        return !adapter.isEmpty();
    }

    /** The adapter in use: named, or in the URI, or the preferred one. */
    public String adapterName() {
        Matcher inUri = URI_ADAPTER.matcher(hasUri() ? uris.get(0) : "");
        String name = !hasAdapter() && inUri.find() ? inUri.group(1) : adapter;
        try {
            return Adapters.find(name).name();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    public boolean isTls() {
        return hasUri() && uris.get(0).strip().toLowerCase(Locale.ROOT).startsWith("amqps:");
    }

    /** @throws ParameterException when they make no sense */
    public ConnectionOptions options() {
        return options(brokers(), adapterName());
    }

    /**
     * The same, with what happens when the connection is lost, unless a URI says otherwise.
     *
     * @param outages hears of it
     */
    public ConnectionOptions options(RecoveryOptions recovery, Outages outages) {
        return options(brokers(), adapterName(), recovery).toBuilder()
                .reconnectionListener(outages)
                .build();
    }

    /** The same for a broker of our own and a certain adapter. */
    public ConnectionOptions options(List<String> brokers, String adapterName) {
        return options(brokers, adapterName, RecoveryOptions.NONE);
    }

    private ConnectionOptions options(List<String> brokers, String adapterName, RecoveryOptions recovery) {
        try {
            ConnectionOptions.Builder options = ConnectionOptions.builder()
                    .connectTimeout(PATIENCE)
                    .handshakeTimeout(PATIENCE)
                    .maxMessageSize(MOST_RECEIVED)
                    .connectionName(command.qualifiedName())
                    .recovery(recovery)
                    .uris(brokers)
                    .adapter(adapterName);
            if (!mechanisms.isEmpty()) {
                options.mechanisms(List.of(mechanisms.split(",")));
            }
            if (hasTlsOptions()) {
                options.tls(changed(options.build().tls()));
            }
            return options.build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    /** The broker or brokers named, or the default. */
    public List<String> brokers() {
        return hasUri() ? List.copyOf(uris) : List.of("amqp://localhost");
    }

    private boolean hasTlsOptions() {
        return given(authorities) || given(certificate) || given(key);
    }

    /** What the URI says, but for what was given here. */
    private TlsOptions changed(TlsOptions ofUri) {
        if (!ofUri.enabled()) {
            throw new IllegalArgumentException("--ca, --cert and --key are for TLS; give a --uri with amqps://");
        }
        if (given(certificate) != given(key)) {
            throw new IllegalArgumentException("--cert and --key come together: the certificate and its private key");
        }
        TlsOptions.Builder options = ofUri.toBuilder();
        if (given(authorities)) {
            options.trustPem(authorities);
        }
        if (given(certificate)) {
            options.clientCertificate(certificate, key, keyPassword);
        }
        return options.build();
    }

    private static boolean given(Path path) {
        return !path.toString().isEmpty();
    }
}
