// SPDX-License-Identifier: MPL-2.0
/**
 * Credentials that may expire, and the SASL mechanisms that send them. It depends on nothing, does no I/O and reads no
 * clock. Third parties add mechanisms as {@link amqp.credentials.MechanismProvider} services.
 */
module amqp.credentials {
    requires static org.jspecify;

    exports amqp.credentials;

    uses amqp.credentials.MechanismProvider;
}
