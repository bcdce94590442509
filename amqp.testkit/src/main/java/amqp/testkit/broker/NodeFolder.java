// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.broker;

import amqp.testkit.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Everything that one private node keeps on disk, and the environment that points the server to it. */
final class NodeFolder {
    /** Users and virtual hosts; see {@link RabbitMqNode}. */
    private static final String DEFINITIONS = """
            {
              "users": [
                {"name": "guest", "password": "guest", "tags": "administrator"},
                {"name": "client", "password": "client", "tags": ""},
                {"name": "restricted", "password": "restricted", "tags": ""},
                {"name": "nobody", "password": "nobody", "tags": ""}
              ],
              "vhosts": [{"name": "/"}, {"name": "other"}],
              "permissions": [
                {"user": "guest", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"},
                {"user": "guest", "vhost": "other", "configure": ".*", "write": ".*", "read": ".*"},
                {"user": "client", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"},
                {"user": "restricted", "vhost": "/", "configure": "^$", "write": "^$", "read": "^$"}
              ]
            }
            """;

    private final Path root = Folders.create("rabbitmq");
    private final Map<String, String> environment = new TreeMap<>();

    NodeFolder(RabbitMqOptions options, NodeIdentity identity) {
        try {
            write(options, identity);
        } catch (IOException e) {
            Folders.delete(root);
            throw new UncheckedIOException(e);
        }
        environment.put("HOME", root.toString());
        environment.put("RABBITMQ_NODENAME", identity.name());
        environment.put("RABBITMQ_CONF_ENV_FILE", path("no-environment.conf"));
        environment.put("RABBITMQ_CONFIG_FILE", path("rabbitmq.conf"));
        environment.put("RABBITMQ_ADVANCED_CONFIG_FILE", path("advanced.config"));
        environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", path("enabled_plugins"));
        environment.put("RABBITMQ_MNESIA_BASE", path("mnesia"));
        environment.put("RABBITMQ_LOG_BASE", path("log"));
        environment.put("RABBITMQ_PID_FILE", path("pid"));
        environment.put("RABBITMQ_GENERATED_CONFIG_DIR", path("generated"));
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(identity.distributionPort()));
        environment.put("ERL_EPMD_PORT", Integer.toString(identity.epmdPort()));
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        // With both, the process that is started becomes the virtual machine itself.
        environment.put("RABBITMQ_ALLOW_INPUT", "1");
        environment.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-noinput -kernel inet_dist_use_interface {127,0,0,1}");
    }

    /** A process in this folder that sees nothing of another node's environment. */
    ProcessBuilder process(List<String> command) {
        var builder = new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("RABBITMQ_") || name.startsWith("ERL_"));
        builder.environment().putAll(environment);
        return builder;
    }

    Path file(String name) {
        return root.resolve(name);
    }

    void delete() {
        Folders.delete(root);
    }

    private String path(String name) {
        return file(name).toString();
    }

    private void write(RabbitMqOptions options, NodeIdentity identity) throws IOException {
        Files.writeString(file("enabled_plugins"), "[" + String.join(",", options.plugins()) + "].\n");
        Files.writeString(file("definitions.json"), DEFINITIONS);
        // Not in rabbitmq.conf, where versions that know no such key refuse it.
        var permitted =
                options.denied().stream().map(name -> name + " => false").collect(Collectors.joining(", "));
        Files.writeString(
                file("advanced.config"), "[{rabbit, [{permit_deprecated_features, #{" + permitted + "}}]}].\n");
        var lines = new ArrayList<>(List.of(
                "listeners.tcp.1 = 127.0.0.1:" + identity.port(),
                "loopback_users = none",
                "load_definitions = " + path("definitions.json"),
                "vm_memory_high_watermark.absolute = " + RabbitMqNode.MEMORY_LIMIT,
                "disk_free_limit.absolute = " + RabbitMqNode.DISK_LIMIT));
        var tlsPort = Integer.toString(identity.tlsPort());
        options.configuration().forEach(line -> lines.add(line.replace("${tlsPort}", tlsPort)));
        Files.write(file("rabbitmq.conf"), lines);
        Files.createDirectories(file("log"));
        var cookie = Files.writeString(file(".erlang.cookie"), identity.cookie());
        Files.setPosixFilePermissions(cookie, PosixFilePermissions.fromString("r--------"));
    }
}
