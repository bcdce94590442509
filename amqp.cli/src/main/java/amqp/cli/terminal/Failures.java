// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import amqp.codec.AmqpException;
import amqp.codec.ForeignText;
import amqp.codec.ReplyCode;
import amqp.connection.ClosedException;
import java.io.PrintWriter;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How a command says that something went wrong: one sentence on stderr and the exit status, never a stack trace. */
public final class Failures {
    private Failures() {}

    public static int wrongUsage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        show(err, withHint(usage(failure), suggestion(failure)));
        err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitCode.USAGE;
    }

    /** With the choices as they are written; and without the value of an option that takes none: it may be a password. */
    private static String usage(ParameterException failure) {
        ArgSpec argument = failure.getArgSpec();
        if (argument instanceof OptionSpec option && option.arity().max() == 0) {
            return "the option " + option.longestName() + " takes no value";
        }
        if (argument != null && argument.type().isEnum() && failure.getValue() != null) {
            String choices = Stream.of(argument.type().getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", "));
            String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
            return name + ": '" + failure.getValue() + "' is none of " + choices;
        }
        return failure.getMessage().replaceFirst("^Error: ", "");
    }

    private static String suggestion(ParameterException failure) {
        List<String> similar =
                failure instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return similar.isEmpty() ? "" : "did you mean " + similar.get(0) + "?";
    }

    public static int failed(Exception failure, CommandLine command, ParseResult arguments) {
        show(command.getErr(), sentence(failure));
        return ExitCode.SOFTWARE;
    }

    public static void show(PrintWriter err, String sentence) {
        err.println(Progress.wipe() + "amqp: " + ForeignText.line(sentence));
        err.flush();
    }

    public static String sentence(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return "not enough memory: the message is too large, or the messages are too many, for a heap of "
                    + (Runtime.getRuntime().maxMemory() >> 20) + " MiB; allow more, such as JAVA_TOOL_OPTIONS=-Xmx4g";
        }
        if (failure instanceof ClosedException closed) {
            return withHint(closed.getMessage(), hint(closed.replyCode()));
        }
        boolean known = failure instanceof AmqpException
                || failure instanceof CommandFailedException
                || failure instanceof IllegalArgumentException
                || failure instanceof IllegalStateException;
        return known && failure.getMessage() != null ? failure.getMessage() : failure.toString();
    }

    /**
     * Ends a command that has published messages, unless the broker took all of them.
     *
     * @param hint about those that it did not take; may be empty
     * @throws CommandFailedException when one of the numbers is not 0
     */
    public static void expectTaken(long nacked, long returned, long unknown, String hint) {
        StringJoiner what = new StringJoiner(", ", "the broker did not take all messages: ", "").setEmptyValue("");
        add(what, nacked, "nacked");
        add(what, returned, "returned");
        add(what, unknown, "without an answer");
        if (what.length() > 0) {
            throw new CommandFailedException(withHint(what.toString(), hint));
        }
    }

    /**
     * Flushes what a command wrote to stdout.
     *
     * @throws CommandFailedException when some of it could not be written, such as to a closed pipe or a full disk
     */
    public static void expectWritten(PrintWriter stdout) {
        if (stdout.checkError()) {
            throw new CommandFailedException("cannot write to stdout any more");
        }
    }

    private static void add(StringJoiner what, long messages, String fate) {
        if (messages > 0) {
            what.add(messages + " " + fate);
        }
    }

    private static String hint(int replyCode) {
        return switch (replyCode) {
            case ReplyCode.NOT_FOUND -> "declare it first, or check its name and the virtual host";
            case ReplyCode.ACCESS_REFUSED -> "check what this user may do in the virtual host";
            case ReplyCode.RESOURCE_LOCKED -> "another connection has it for itself";
            case ReplyCode.PRECONDITION_FAILED -> "check the arguments";
            default -> "";
        };
    }

    /** One sentence of two; a broker may have ended the first one already. */
    public static String withHint(String sentence, String hint) {
        return hint.isEmpty() ? sentence : sentence.replaceFirst("\\.+$", "") + "; " + hint;
    }
}
