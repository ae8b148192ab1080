// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

/**
 * Where a servlet container that replaces the address of the peer keeps the real one.
 */
public final class PeerAddress {

	/**
	 * The attribute of the servlet request.
	 */
	public static final String ATTRIBUTE = PeerAddress.class.getName();

	private PeerAddress() {
	}

}
