// SPDX-License-Identifier: MPL-2.0
package amqp.cli.topology;

import amqp.cli.document.DocumentReader;
import amqp.cli.document.Node;
import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.InputFile;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a topology file asks for, as the commands that declare it.
 *
 * @param bindings each a {@link QueueMethod.Bind} or an {@link ExchangeMethod.Bind}
 * @param skipped what the file has beside that, in words
 */
record Topology(
        List<ExchangeMethod.Declare> exchanges,
        List<QueueMethod.Declare> queues,
        List<Method> bindings,
        List<String> skipped) {

    Topology {
        exchanges = List.copyOf(exchanges);
        queues = List.copyOf(queues);
        bindings = List.copyOf(bindings);
        skipped = List.copyOf(skipped);
    }

    /**
     * Reads a file: RabbitMQ's definitions where it is JSON, otherwise our own YAML.
     *
     * @param chosenVirtualHost whose definitions are wanted; empty where the user named none
     * @param usedVirtualHost of the connection
     * @throws CommandFailedException when the file is wrong
     */
    static Topology read(String file, String chosenVirtualHost, String usedVirtualHost) {
        return of(file, DocumentReader.read(new InputFile("FILE", file)), chosenVirtualHost, usedVirtualHost);
    }

    /** The same of a file that was read. */
    static Topology of(String file, Optional<Node> read, String chosenVirtualHost, String usedVirtualHost) {
        Node document = read.orElseThrow(() -> new CommandFailedException("\"" + file + "\" is empty"));
        if (RabbitDefinitions.isIn(document)) {
            String virtualHost = chosenVirtualHost.isEmpty() ? usedVirtualHost : chosenVirtualHost;
            return RabbitDefinitions.read(document, virtualHost);
        }
        if (!chosenVirtualHost.isEmpty()) {
            throw new CommandFailedException("--vhost chooses a part of RabbitMQ's definitions; \"" + document.file()
                    + "\" is another kind of file");
        }
        return OwnFormat.read(document);
    }

    /** All of it, in an order that works. */
    List<Entity> entities() {
        List<Entity> entities = new ArrayList<>();
        exchanges.forEach(exchange -> entities.add(Entity.of(exchange)));
        queues.forEach(queue -> entities.add(Entity.of(queue)));
        bindings.forEach(binding -> entities.add(Entity.of(binding)));
        return entities;
    }

    /** Exchanges and queues that bindings name and the file does not declare: the broker must have them already. */
    List<Entity> referenced() {
        Set<String> exchangeNames =
                exchanges.stream().map(ExchangeMethod.Declare::exchange).collect(Collectors.toSet());
        Set<String> queueNames = queues.stream().map(QueueMethod.Declare::queue).collect(Collectors.toSet());
        Set<String> otherExchanges = new LinkedHashSet<>();
        Set<String> otherQueues = new LinkedHashSet<>();
        for (Method binding : bindings) {
            if (binding instanceof QueueMethod.Bind bind) {
                otherExchanges.add(bind.exchange());
                otherQueues.add(bind.queue());
            } else if (binding instanceof ExchangeMethod.Bind bind) {
                otherExchanges.addAll(List.of(bind.source(), bind.destination()));
            }
        }
        otherExchanges.removeAll(exchangeNames);
        otherQueues.removeAll(queueNames);
        List<Entity> entities = new ArrayList<>();
        otherExchanges.forEach(name -> entities.add(Entity.referencedExchange(name)));
        otherQueues.forEach(name -> entities.add(Entity.referencedQueue(name)));
        return entities;
    }
}
