// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import amqp.cli.terminal.Arguments;
import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.InputFile;
import amqp.codec.BasicProperties;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a message consists of. */
public final class MessageArguments {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @ArgGroup
    private final Body body = new Body();

    @Option(
            names = "--property",
            paramLabel = "NAME=VALUE",
            description = "A property, such as content-type=text/plain or delivery-mode=2; repeatable.")
    private final List<String> properties = new ArrayList<>();

    @Option(
            names = "--header",
            paramLabel = "NAME=LETTER:VALUE",
            description = "A header with the letter of its AMQP type: n=I:5, s=S:text, t=t:true, x=x:00ff, d=D:1.50,"
                    + " T=T:seconds, v=V: and so on; F and A take JSON; repeatable.")
    private final List<String> headers = new ArrayList<>();

    @Option(
            names = "--persistent",
            description = "Delivery mode 2: the broker writes the message to disk if its queue is durable.")
    private boolean persistent;

    /** At most one of them. */
    static final class Body {
        @Option(names = "--size", paramLabel = "BYTES", description = "A body of this size.")
        private long size;

        @Option(names = "--body", paramLabel = "TEXT", description = "A body of this text, in UTF-8.")
        private String text = "";

        @Option(names = "--file", paramLabel = "PATH|-", description = "A body read from a file; - for stdin.")
        private String file = "";
    }

    /**
     * The body; stdin is read to its end.
     *
     * @throws CommandFailedException when the file can't be read
     */
    public byte[] body() {
        int size = Arguments.size(command, body.size);
        return body.file.isEmpty()
                ? size > 0 ? ofSize(size) : body.text.getBytes(StandardCharsets.UTF_8)
                : file().bytes();
    }

    /** What {@code --file} names; stdin without it. */
    public InputFile file() {
        return new InputFile("--file", body.file.isEmpty() ? "-" : body.file);
    }

    /** @throws ParameterException when one makes no sense */
    public BasicProperties properties() {
        return properties(BasicProperties.EMPTY);
    }

    /**
     * These over others: what is not named here stays as it is there, each header for itself.
     *
     * @throws ParameterException when one makes no sense
     */
    public BasicProperties properties(BasicProperties others) {
        if (properties.isEmpty() && headers.isEmpty() && !persistent) {
            return others;
        }
        BasicProperties.Builder builder = others.toBuilder();
        try {
            if (persistent) {
                builder.deliveryMode(2);
            }
            properties.forEach(property -> PropertyArgument.apply(property, builder));
            if (!headers.isEmpty()) {
                builder.headers(others.headers()
                        .with(HeaderArgument.table("--header", headers).entries()));
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    /** A body to be looked at: the alphabet, again and again. */
    public static byte[] ofSize(int octets) {
        byte[] body = new byte[octets];
        for (int i = 0; i < octets; i++) {
            body[i] = (byte) ALPHABET.charAt(i % ALPHABET.length());
        }
        return body;
    }
}
