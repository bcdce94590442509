// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.Cli;
import amqp.cli.terminal.JsonText;
import amqp.codec.BasicProperties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyArgumentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "content-type=text/plain   | {\"contentType\":\"text/plain\"}",
                "contentType=a=b           | {\"contentType\":\"a=b\"}",
                "content-encoding=gzip     | {\"contentEncoding\":\"gzip\"}",
                "contentEncoding=gzip      | {\"contentEncoding\":\"gzip\"}",
                "delivery-mode=2           | {\"deliveryMode\":2}",
                "deliveryMode=1            | {\"deliveryMode\":1}",
                "priority=9                | {\"priority\":9}",
                "correlation-id=c          | {\"correlationId\":\"c\"}",
                "correlationId=c           | {\"correlationId\":\"c\"}",
                "reply-to=r                | {\"replyTo\":\"r\"}",
                "expiration=60000          | {\"expiration\":\"60000\"}",
                "message-id=m              | {\"messageId\":\"m\"}",
                "timestamp=1293839939      | {\"timestamp\":1293839939}",
                "timestamp=2010-12-31T23:58:59Z | {\"timestamp\":1293839939}",
                "type=t                    | {\"type\":\"t\"}",
                "user-id=guest             | {\"userId\":\"guest\"}",
                "app-id=a                  | {\"appId\":\"a\"}",
                "clusterId=                | {\"clusterId\":\"\"}",
            })
    void parses(String argument, String json) {
        BasicProperties.Builder builder = BasicProperties.builder();
        PropertyArgument.apply(argument, builder);
        assertEquals(json, JsonText.of(MessageJson.properties(builder.build())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "content-type        | NAME=VALUE",
                "=text               | NAME=VALUE",
                "colour=red          | there is no such property; known are content-type, content-encoding",
                "contenttype=a       | there is no such property",
                "headers=x           | --header NAME=LETTER:VALUE",
                "delivery-mode=two   | \"two\" is not a whole number",
                "priority=256        | 0 to 255",
                "timestamp=now       | seconds since 1970",
            })
    void saysWhatIsWrong(String argument, String sentence) {
        BasicProperties.Builder builder = BasicProperties.builder();
        var failure = assertThrows(IllegalArgumentException.class, () -> PropertyArgument.apply(argument, builder));
        assertTrue(failure.getMessage().contains(sentence), failure.getMessage());
        assertTrue(failure.getMessage().contains("\"" + argument + "\""), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-type=", "messageId="})
    void aLongTextIsFoundBeforeConnecting(String name) {
        Cli.run("publish", "--routing-key", "q", "--property", name + "x".repeat(256))
                .assertFailed(2, "255 bytes");
    }
}
