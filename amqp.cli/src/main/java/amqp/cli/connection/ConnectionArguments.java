// SPDX-License-Identifier: MPL-2.0
package amqp.cli.connection;

import amqp.cli.settings.PasswordFile;
import amqp.cli.settings.Profile;
import amqp.cli.settings.Surroundings;
import amqp.cli.settings.UserInfo;
import amqp.cli.terminal.Failures;
import amqp.cli.terminal.Prompt;
import amqp.client.Adapters;
import amqp.client.ConnectionOptions;
import amqp.client.RecoveryOptions;
import amqp.tls.TlsOptions;
import java.net.PasswordAuthentication;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * How to connect: the options that all commands share. What they say goes before what the profile says, and that before
 * what the URI says. For one thread.
 */
public final class ConnectionArguments {
    /** A person waits: shorter than the limits of the client. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** As large as a Java array can be. */
    private static final int MOST_RECEIVED = Integer.MAX_VALUE - 8;

    private static final Path NO_PATH = Path.of("");

    private static final Pattern URI_ADAPTER = Pattern.compile("[?&]adapter=([^&]*)");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--uri",
            paramLabel = "URI",
            description = "amqp[s]://[user@]host[:port][/virtual-host]; repeated: addresses to try in turn. Without it:"
                    + " --profile, AMQP_URI, the default profile of the settings file, or amqp://localhost")
    private final List<String> uris = new ArrayList<>();

    @Option(names = "--adapter", paramLabel = "NAME", description = "The I/O adapter, see \"amqp adapters\".")
    private String adapter = "";

    @Option(
            names = "--ca",
            paramLabel = "PEM",
            description = "Certificate authorities to trust, instead of the URI's or the system's; needs amqps.")
    private Path authorities = NO_PATH;

    @Option(names = "--cert", paramLabel = "PEM", description = "The client's certificate; needs --key and amqps.")
    private Path certificate = NO_PATH;

    @Option(names = "--key", paramLabel = "PEM", description = "The client's private key; needs --cert and amqps.")
    private Path key = NO_PATH;

    @Option(names = "--key-password", description = "Ask for the password of an encrypted --key.")
    private boolean asksKeyPassword;

    @Option(
            names = "--key-password-file",
            paramLabel = "FILE",
            description = "File with the password of an encrypted --key on its only line.")
    private Path keyPasswordFile = NO_PATH;

    @Option(
            names = "--sasl",
            paramLabel = "MECHANISM",
            description = "SASL mechanism: PLAIN, AMQPLAIN, EXTERNAL or ANONYMOUS; several with commas.")
    private String mechanisms = "";

    @Option(names = "--profile", paramLabel = "NAME", description = "A profile of the settings file.")
    private String profileName = "";

    @Option(names = "--user", paramLabel = "NAME", description = "The user name, instead of the URI's.")
    private String user = "";

    @Option(names = "--password", description = "Ask for the password on the terminal.")
    private boolean asksPassword;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "File with the password on its only line. Without it: the URI's, the profile's,"
                    + " AMQP_PASSWORD, or ~/.amqppass.")
    private Path passwordFile = NO_PATH;

    private final Surroundings surroundings;
    private Optional<Profile> target = Optional.empty();
    private Optional<Login> login = Optional.empty();
    private Optional<String> keySecret = Optional.empty();

    public ConnectionArguments() {
        this(Surroundings.ofProcess());
    }

    ConnectionArguments(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Option(
            names = {"-v", "--verbose"},
            description = "Show the client's log on stderr.")
    private void verbose(boolean on) {
        System.setProperty("org.slf4j.simpleLogger.log.amqp", on ? "debug" : "off"); // read when a logger is made
    }

    /** Whether the command line names a broker. */
    public boolean hasUri() {
        return !uris.isEmpty() || !profileName.isEmpty();
    }

    /** Whether an adapter was named. */
    public boolean hasAdapter() {
        return !adapter.isEmpty();
    }

    /** The adapter in use: named, or of the profile, or in the URI, or the preferred one. */
    public String adapterName() {
        return adapterName(target());
    }

    private String adapterName(Profile profile) {
        String name = adapter.isEmpty() ? profile.adapter() : adapter;
        Matcher inUri = URI_ADAPTER.matcher(profile.uris().get(0));
        try {
            return Adapters.find(name.isEmpty() && inUri.find() ? inUri.group(1) : name)
                    .name();
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e);
        }
    }

    /** @throws ParameterException when they make no sense */
    public ConnectionOptions options() {
        return options(adapterName());
    }

    /** The same, with what happens when the connection is lost, unless a URI says otherwise. */
    public ConnectionOptions options(RecoveryOptions recovery) {
        return loggedIn(target(), adapterName(), recovery);
    }

    /**
     * The same, with somebody who hears of attempts to connect again.
     *
     * @param outages hears of them
     */
    public ConnectionOptions options(RecoveryOptions recovery, Outages outages) {
        return options(recovery).toBuilder().reconnectionListener(outages).build();
    }

    /** Addresses and TLS alone: nobody is asked for a password. */
    public ConnectionOptions optionsWithoutLogin() {
        return options(target(), adapterName(), RecoveryOptions.NONE);
    }

    /** As {@link #options()}, for a certain adapter. */
    public ConnectionOptions options(String adapterName) {
        return loggedIn(target(), adapterName, RecoveryOptions.NONE);
    }

    /** As {@link #options(String)}, for a broker of our own, whose URI has user and password. */
    public ConnectionOptions optionsFor(String broker, String adapterName) {
        return options(Profile.ofUris(List.of(broker)), adapterName, RecoveryOptions.NONE);
    }

    /** User and password, for a client that takes no options of this SDK; empty where they are as the URI says. */
    public Optional<PasswordAuthentication> login() {
        options();
        return login.filter(one -> !one.ofUri())
                .map(one ->
                        new PasswordAuthentication(one.user(), one.password().toCharArray()));
    }

    /** The broker or brokers to connect to. */
    public List<String> brokers() {
        return target().uris();
    }

    private Profile target() {
        if (target.isEmpty()) {
            try {
                target = Optional.of(Target.choose(List.copyOf(uris), profileName, surroundings));
            } catch (IllegalArgumentException e) {
                throw wrongUsage(e);
            }
        }
        return target.get();
    }

    private ConnectionOptions loggedIn(Profile profile, String adapterName, RecoveryOptions recovery) {
        ConnectionOptions options = options(profile, adapterName, recovery);
        if (login.isEmpty()) {
            warnOfSecrets();
            try {
                login = Optional.of(Login.choose(user, asksPassword, passwordFile, profile, options, surroundings));
            } catch (IllegalArgumentException e) {
                throw wrongUsage(e);
            }
        }
        return login.get().apply(options);
    }

    /** Whoever lists the processes sees them. */
    private void warnOfSecrets() {
        if (uris.stream().anyMatch(uri -> UserInfo.of(uri).holdsSecret())) {
            Failures.show(
                    command.commandLine().getErr(),
                    "warning: others on this machine can see the password in --uri; use --password-file, AMQP_PASSWORD,"
                            + " ~/.amqppass or --password instead");
        }
    }

    private ConnectionOptions options(Profile profile, String adapterName, RecoveryOptions recovery) {
        try {
            ConnectionOptions.Builder options = ConnectionOptions.builder()
                    .connectTimeout(PATIENCE)
                    .handshakeTimeout(PATIENCE)
                    .maxMessageSize(MOST_RECEIVED)
                    .connectionName(command.qualifiedName())
                    .recovery(recovery)
                    .uris(profile.uris())
                    .adapter(adapterName);
            String named = mechanisms.isEmpty() ? profile.mechanisms() : mechanisms;
            if (!named.isEmpty()) {
                options.mechanisms(List.of(named.split(",")));
            }
            Path trusted = given(authorities) ? authorities : profile.authorities();
            Path own = given(certificate) ? certificate : profile.certificate();
            Path ownKey = given(key) ? key : profile.key();
            if (given(trusted) || given(own) || given(ownKey)) {
                options.tls(changed(options.build().tls(), trusted, own, ownKey, profile));
            }
            return options.build();
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e);
        }
    }

    /** What the URI says, but for what was given here. */
    private TlsOptions changed(TlsOptions ofUri, Path trusted, Path own, Path ownKey, Profile profile) {
        if (!ofUri.enabled()) {
            throw new IllegalArgumentException("--ca, --cert and --key are for TLS; give a --uri with amqps://");
        }
        if (given(own) != given(ownKey)) {
            throw new IllegalArgumentException("--cert and --key come together: the certificate and its private key");
        }
        TlsOptions.Builder options = ofUri.toBuilder();
        if (given(trusted)) {
            options.trustPem(trusted);
        }
        if (given(own)) {
            options.clientCertificate(own, ownKey, keyPassword(ownKey, profile));
        }
        return options.build();
    }

    private char[] keyPassword(Path ownKey, Profile profile) {
        if (keySecret.isEmpty()) {
            Path file = given(keyPasswordFile) ? keyPasswordFile : profile.keyPasswordFile();
            keySecret = Optional.of(
                    asksKeyPassword
                            ? Prompt.secret("Password of " + ownKey)
                            : given(file) ? PasswordFile.read(file) : "");
        }
        return keySecret.get().toCharArray();
    }

    private ParameterException wrongUsage(IllegalArgumentException why) {
        return new ParameterException(command.commandLine(), why.getMessage(), why);
    }

    private static boolean given(Path path) {
        return !path.equals(NO_PATH);
    }
}
