// `rxjs/operators` out of the one file that holds all of rxjs (jest.config.js).
module.exports = require('rxjs').operators;
