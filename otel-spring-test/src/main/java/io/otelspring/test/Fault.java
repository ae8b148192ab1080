// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

/**
 * What can be wrong with a collector.
 */
public enum Fault {

	/** Nobody listens: connections are refused, and those that exist are reset. */
	DOWN,

	/** Connections are made and requests are sent, but nothing is ever answered. */
	HANGING,

	/** All is accepted, but each answer takes a while. */
	SLOW,

	/** A connection is reset as soon as something is sent. */
	RESETTING,

	/** All is accepted, but the connection is reset before the answer. */
	LOSING_ANSWERS,

	/** 400, or {@code INVALID_ARGUMENT}: refused for good. */
	BAD_REQUEST,

	/** 500, or {@code INTERNAL}: refused for good by OTLP, and not by Zipkin. */
	SERVER_ERROR,

	/** 429, or {@code RESOURCE_EXHAUSTED}: to be tried again in a second. */
	THROTTLING,

	/** 503, or {@code UNAVAILABLE}. */
	UNAVAILABLE,

	/** 504, or {@code DEADLINE_EXCEEDED}. */
	DEADLINE_EXCEEDED,

	/** All is accepted, but for one item of each request. */
	REJECTING_ONE,

	/** Every TLS handshake ends with an alert. */
	BREAKING_TLS,

	/** Answers are bytes that mean nothing. */
	ANSWERING_GARBAGE,

	/**
	 * Each connection serves one request; the next one on it meets a GOAWAY over HTTP/2,
	 * or a closed connection over HTTP/1.1.
	 */
	GOING_AWAY

}
