// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

/**
 * What became of a request.
 *
 * @param signal the signal
 * @param items the number of items that were taken in, none if it was refused
 * @param reply what to answer
 * @param answerLost whether the connection is gone, so that there is nothing to answer
 */
record Receipt(Signal signal, int items, Reply reply, boolean answerLost) {

}
