// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import io.otelspring.autoconfigure.export.prometheus.ScrapeAccount;

/**
 * The account of an exporter from which Prometheus fetches.
 */
final class FetchAccount implements ScrapeAccount {

	private final ExporterStatus status;

	FetchAccount(ExporterStatus status) {
		this.status = status;
		status.letFetch();
	}

	@Override
	public void scraped(int points) {
		this.status.account().fetched(points);
	}

	@Override
	public void servedAt(String address) {
		this.status.fetchedAt(address);
	}

}
