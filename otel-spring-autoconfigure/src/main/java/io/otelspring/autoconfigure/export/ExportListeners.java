// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.List;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Those who want to see what one exporter exports.
 *
 * @param signal what they see
 * @param listeners the listeners
 */
record ExportListeners(Signal signal, List<ExportListener> listeners) {

	private static final Log logger = LogFactory.getLog(ExportListeners.class);

	/**
	 * Show them what is about to be exported.
	 * @param batch shows it to one
	 */
	void announce(Consumer<ExportListener> batch) {
		for (ExportListener listener : this.listeners) {
			try {
				batch.accept(listener);
			}
			catch (Throwable ex) {
				logger.debug("A listener failed on a batch of " + this.signal.items(), ex);
			}
		}
	}

}
