// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.cli.Cli;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong without asking any broker. */
class BadQueueInputTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "declare                                       | Missing required subcommand",
                "delete                                        | Missing required subcommand",
                "purge                                         | Missing required subcommand",
                "declare queue                                 | Missing required parameter: 'NAME'",
                "declare queue q --max-length many             | 'many' is not a whole number",
                "declare queue q --message-ttl 30x             | '30x' is not a time, such as 30 or 30s",
                "declare queue q --expires 9999999999999999d   | '9999999999999999d' is too long a time",
                "declare queue q --argument x                  | --argument \"x\" is not NAME=LETTER:VALUE",
                "declare exchange e --argument x=I:a           | --argument \"x=I:a\": \"a\" is not a whole number",
                "bind e                                        | name either a queue or an exchange",
                "bind e q --to-exchange f                      | name either a queue or an exchange",
                "bind e q --argument x                         | --argument \"x\" is not NAME=LETTER:VALUE",
                "get q --count 0                               | --count must be at least 1",
                "get q --json --pretty                         | --json and --pretty are two forms",
                "peek q --output messages/ --json              | a directory gets files of its own form",
                "peek q --body-matches (                       | \"(\" is not a regular expression",
                "move q                                        | name either a queue or an exchange",
                "move q r --to-exchange f                      | name either a queue or an exchange",
                "move q r --routing-key k                      | --routing-key needs --to-exchange",
                "move q q                                      | \"q\" is where the messages are already",
                "copy q q                                      | \"q\" is where the messages are already",
                "move q --to-exchange= --routing-key q         | \"q\" is where the messages are already",
                "move q r --header n                           | \"n\" is not NAME=VALUE",
                "requeue-dlq                                   | Missing required parameter: 'QUEUE'",
                "requeue-dlq q --count 0                       | --count must be at least 1",
            })
    void isOneSentenceAndAHint(String commandLine, String part) {
        Cli.run(commandLine.split(" +")).assertFailed(2, part);
    }

    @ParameterizedTest
    @CsvSource({"declare queue", "declare exchange", "delete exchange", "get", "move other", "bind e"})
    void aNameThatIsTooLongIsSaidSo(String command) {
        Cli.run((command + " " + "n".repeat(256)).split(" ")).assertFailed(2, "at most 255 bytes");
    }
}
