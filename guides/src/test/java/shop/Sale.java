package shop;

/** A sale in a shop; the key of its record is the name of the shop. */
public record Sale(String product, long cents) {}
