// SPDX-License-Identifier: Apache-2.0
/**
 * Kafka: spans and metrics of records that are sent by producers of Spring for Apache
 * Kafka, and of those that its listener containers process.
 */
@NullMarked
package io.otelspring.autoconfigure.messaging.kafka;

import org.jspecify.annotations.NullMarked;
