// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * TLS of a connection.
 *
 * @param enabled whether TLS is used; by default where a bundle is named
 * @param bundle name of an SSL bundle, instead of all that follows but the verifications
 * @param keyStore location of the store with the client's certificate and key
 * @param keyStoreType type of the key store
 * @param keyStorePassword password of the key store and the key in it
 * @param trustStore location of the store with the authorities to trust
 * @param trustStoreType type of the trust store
 * @param trustStorePassword password of the trust store
 * @param algorithm protocol of the SSL context; by default what the JDK prefers
 * @param validateServerCertificate whether the broker must prove who it is. Without, anyone may pose as the broker
 * @param verifyHostname whether the broker's certificate must name its host. Cannot be switched off by itself
 */
record SslProperties(
        @Nullable Boolean enabled,
        @Nullable String bundle,
        @Nullable String keyStore,
        @DefaultValue("PKCS12") String keyStoreType,
        @Nullable String keyStorePassword,
        @Nullable String trustStore,
        @DefaultValue("JKS") String trustStoreType,
        @Nullable String trustStorePassword,
        @Nullable String algorithm,
        @DefaultValue("true") boolean validateServerCertificate,
        @DefaultValue("true") boolean verifyHostname) {
    boolean isEnabled() {
        return enabled == null ? bundle != null : enabled;
    }
}
