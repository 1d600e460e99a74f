package dev.wsboot.endpoint;

/**
 * An exception that is no error of the application: any client can provoke it, as often
 * as it likes.
 */
interface ClientFault {

	/**
	 * Returns the kind of error under which the exception is counted.
	 * @return the kind
	 */
	ClientError kind();

}
