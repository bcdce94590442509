// SPDX-License-Identifier: MPL-2.0
package amqp.spring.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Writes the application's health to a file, for a probe of Kubernetes that needs no port ({@code grep -q UP FILE}). */
@Component
class Probe {
    private final HealthEndpoint health;
    private final Path file;

    Probe(HealthEndpoint health, @Value("${shop.probe-file}") Path file) {
        this.health = health;
        this.file = file;
    }

    @Scheduled(fixedDelayString = "${shop.probe-interval}")
    void write() throws IOException {
        Files.writeString(file, health.health().getStatus().getCode());
    }
}
