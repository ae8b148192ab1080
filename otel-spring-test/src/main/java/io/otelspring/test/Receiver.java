// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

/**
 * A server for one protocol. Once closed it does not listen again; another takes its
 * place.
 */
interface Receiver extends AutoCloseable {

	int port();

	@Override
	void close();

}
